//! How long networks take to set up: nsfixture's beside the same ones made of bare system calls
//! and netlink bytes (the floor), and beside `ip -batch`, in one run.
//!
//! ```text
//! cargo bench -p nsfixture --bench setup -- [--quick] [--rounds N]
//! ```
//!
//! Absolute times belong to the machine and its mood; the ratios are what to look at. That is why
//! the three take turns.

mod access;
mod echo;
mod floor;
mod ip_batch;
mod options;
mod ours;
mod raw;
mod rounds;
mod series;
mod subject;
mod table;

use std::io;
use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let options = match Options::from_args(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return ExitCode::SUCCESS,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    let access = match access::enter() {
        Ok(access) => access,
        Err(reason) => {
            println!("not measured: {reason}");
            return ExitCode::SUCCESS;
        }
    };
    match measure(&options, access) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options, access: &str) -> io::Result<()> {
    table::head(options.rounds, access);
    let ip = ip_batch::IpBatch::find();

    let rounds = rounds::run(options.rounds, ip.as_ref().ok())?;
    table::rounds(&rounds);
    if let Err(reason) = ip {
        println!("ip -batch: not measured: {reason}");
    }

    let series = series::run(options.series, options.series_length)?;
    table::series(&series, options.series_length);
    table::stalls(&rounds, &series);
    Ok(())
}
