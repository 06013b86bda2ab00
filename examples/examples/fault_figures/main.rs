//! Measures what faults do, from the hosts, and writes the page of the guide that has the figures:
//!
//! ```console
//! cargo run --release -p nsfixture-examples --example fault_figures -- --full --busy --write
//! ```
//!
//! Without `--full` it takes a few seconds, and its figures mean little. In each case it checks that they are possible.
//! `--busy` measures a second time, with a busy thread for each core. Without `--write` the page is printed.
#![allow(clippy::cast_precision_loss, reason = "figures have a few digits")]

mod busy;
mod delays;
mod flow;
mod page;
mod rates;
mod shares;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use page::Row;

/// How much is measured.
#[derive(Clone, Copy, PartialEq)]
enum Extent {
    Quick,
    Full,
}

impl Extent {
    fn pick<T>(self, quick: T, full: T) -> T {
        match self {
            Self::Quick => quick,
            Self::Full => full,
        }
    }
}

fn measure(extent: Extent) -> Vec<Row> {
    let mut rows = delays::measure(extent);
    rows.extend(shares::measure(extent));
    rows.extend(rates::measure(extent));
    rows
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let known = ["--quick", "--full", "--busy", "--write"];
    if let Some(unknown) = args.iter().find(|arg| !known.contains(&arg.as_str())) {
        eprintln!("unknown option `{unknown}` (options: {})", known.join(", "));
        return ExitCode::FAILURE;
    }
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("nothing can be measured: {reason}");
        return ExitCode::FAILURE;
    }
    let has = |option: &str| args.iter().any(|arg| arg == option);
    let extent = if has("--full") { Extent::Full } else { Extent::Quick };
    let idle = measure(extent);
    let busy = has("--busy").then(|| busy::while_busy(|| measure(extent)));
    let page = page::page(extent, &idle, busy.as_deref());
    if has("--write") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nsfixture/docs/fault_figures.md");
        fs::write(path, page).expect("the page is writable");
    } else {
        print!("{page}");
    }
    ExitCode::SUCCESS
}
