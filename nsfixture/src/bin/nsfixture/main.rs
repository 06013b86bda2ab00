//! The command `nsfixture`: the networks of the library, outside of tests.

mod check;
mod completions;
mod doctor;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod live;
mod man;
mod say;
mod show;
mod topology;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

/// Little networks of real kernel hosts, gone when they are no longer needed.
#[derive(Parser)]
#[command(name = "nsfixture", version, max_term_width = 100, after_long_help = say::EXIT_STATUS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Run(live::run::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Shell(live::shell::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Exec(live::exec::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    List(live::list::Args),
    Show(show::Args),
    Check(check::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
    Man(man::Args),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return say::usage(&error),
    };
    match cli.command {
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Run(args) => live::run::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Shell(args) => live::shell::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Exec(args) => live::exec::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::List(args) => live::list::main(&args),
        Command::Show(args) => show::main(&args),
        Command::Check(args) => check::main(&args),
        Command::Doctor(args) => doctor::main(&args),
        Command::Completions(args) => completions::main(&args, Cli::command()),
        Command::Man(args) => man::main(&args, Cli::command()),
    }
}
