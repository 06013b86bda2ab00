//! Lists the public face of `nsfixture`, item by item, from the JSON that rustdoc makes of it and of `nsfixture-plan`.
//!
//! `nsfixture-face NSFIXTURE.JSON NSFIXTURE_PLAN.JSON` prints it. What the library re-exports from the plan counts as the
//! library's. `ci/face.sh` makes the JSON and compares.
#![forbid(unsafe_code)]

mod item;
mod list;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [library, plan] = &arguments[..] else {
        eprintln!("usage: nsfixture-face NSFIXTURE.JSON NSFIXTURE_PLAN.JSON");
        return ExitCode::from(2);
    };
    match list::of(library, plan) {
        Ok(lines) => {
            print!("{}", lines.join("\n") + "\n");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
