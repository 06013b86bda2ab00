//! The command `nsfixture`: the networks of the library, outside of tests.

mod check;
mod completions;
mod doctor;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod features;
mod man;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod net;
mod open;
mod output;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod process;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod report;
mod show;
mod topology;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod user;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

/// Throwaway networks of real Linux network namespaces
#[derive(Parser)]
#[command(name = "nsfixture", version, max_term_width = 100, after_long_help = output::EXIT_STATUS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Run(net::run::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Shell(net::shell::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Exec(net::exec::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Link(net::link::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Fault(net::fault::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    List(net::list::Args),
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    Replay(net::replay::Args),
    Open(open::Args),
    Show(show::Args),
    Check(check::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
    Man(man::Args),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return output::usage(&error),
    };
    match cli.command {
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Run(args) => net::run::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Shell(args) => net::shell::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Exec(args) => net::exec::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Link(args) => net::link::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Fault(args) => net::fault::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::List(args) => net::list::main(&args),
        #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
        Command::Replay(args) => net::replay::main(&args),
        Command::Open(args) => open::main(&args),
        Command::Show(args) => show::main(&args),
        Command::Check(args) => check::main(&args),
        Command::Doctor(args) => doctor::main(&args),
        Command::Completions(args) => completions::main(&args, Cli::command()),
        Command::Man(args) => man::main(&args, Cli::command()),
    }
}
