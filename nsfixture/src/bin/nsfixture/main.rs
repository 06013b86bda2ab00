//! The command `nsfixture`: the networks of the library, outside of tests.

mod check;
mod doctor;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Little networks of real kernel hosts, gone when they are no longer needed.
#[derive(Parser)]
#[command(name = "nsfixture", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Says what is wrong with a topology in a file.
    Check(check::Args),
    /// Says what this machine allows, and why not; whether tests run here.
    Doctor(doctor::Args),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Check(args) => check::main(&args),
        Command::Doctor(args) => doctor::main(&args),
    }
}
