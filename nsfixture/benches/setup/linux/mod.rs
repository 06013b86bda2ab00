//! The measurements themselves.

mod access;
mod cold;
mod echo;
mod floor;
mod ip_batch;
mod options;
mod ours;
mod processes;
mod raw;
mod rounds;
mod series;
mod stars;
mod subject;
mod suites;
mod table;
mod view;

use std::io;
use std::process::ExitCode;

use options::Options;

pub(crate) fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some(suites::ARGUMENT) => {
            return done(access::enter().and_then(|_| suites::main(&args[1..])));
        }
        Some(processes::ARGUMENT) => return processes::main(),
        _ => {}
    }
    cold::make_all_cold();
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
            return if is_required() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    done(measure(&options, access))
}

fn done(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options, access: &str) -> io::Result<()> {
    table::head(access);
    if let Some(rounds) = options.rounds {
        small(rounds, options)?;
    }
    if let Some(rounds) = options.processes {
        processes::run(rounds)?.iter().for_each(table::processes);
    }
    if let Some((rounds, tests)) = options.suites {
        suites::run(rounds, tests)?.iter().for_each(table::suite);
    }
    for &(hosts, rounds) in &options.stars {
        table::star(&stars::run(hosts, rounds)?);
    }
    Ok(())
}

/// Networks of one host or two.
fn small(rounds: usize, options: &Options) -> io::Result<()> {
    let ip = ip_batch::IpBatch::find();
    let rounds = rounds::run(rounds, ip.as_ref().ok())?;
    table::rounds(&rounds);
    if let Err(reason) = ip {
        println!("ip -batch: not measured: {reason}");
    }

    let series = series::run(options.series, options.series_length)?;
    table::series(&series, options.series_length);
    table::stalls(&rounds, &series);
    Ok(())
}

/// As for a skipped test.
fn is_required() -> bool {
    std::env::var_os("NSFIXTURE_REQUIRE").is_some_and(|value| !value.is_empty() && value != "0")
}
