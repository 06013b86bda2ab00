//! `nsfixture replay`: a failed test again, or its network.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::child::{self, Job};
use super::user::UserArgs;
use crate::output::EXIT_STATUS;
use crate::report::{NETWORK, Report};
use crate::topology;

/// The variable with the file of what is to happen again.
const REPLAY: &str = "NSFIXTURE_REPLAY";

/// Run a failed test again, with the same happening to its packets
///
/// DIR is the directory that the last line of the failed test names. What had happened to packets by
/// chance happens again, whatever the seed. The test is that of the binary as it is now; if it was
/// built again with other dependencies, Cargo has given it another name, and the error tells what to
/// do.
///
/// With COMMAND, COMMAND runs in the network instead of the test: `nsfixture replay DIR -- sh`.
#[derive(clap::Args)]
#[command(after_long_help = EXIT_STATUS)]
pub(crate) struct Args {
    /// The directory of the failed test, or a file in it
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// The host to run COMMAND in [default: the host in which the body ran]
    #[arg(short = 'i', long = "in", value_name = "HOST", requires = "command")]
    host: Option<String>,
    #[command(flatten)]
    who: UserArgs,
    /// The program to run in the network, and its arguments
    #[arg(last = true)]
    command: Vec<OsString>,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let report = match Report::read(&args.directory) {
        Ok(report) => report,
        Err(why) => return child::failed(why),
    };
    match args.command.split_first() {
        None => run_test(&report),
        Some((program, arguments)) => run_command(args, &report, program, arguments),
    }
}

fn run_test(report: &Report) -> ExitCode {
    let (program, name) = (report.of_test("program"), report.of_test("name"));
    if !Path::new(program).is_file() {
        return child::failed(gone(report, program, name));
    }
    let mut command = Command::new(program);
    // The names of tests are unique in a binary. An ignored one has failed because it was asked for.
    command.args(["--exact", name, "--nocapture", "--include-ignored"]);
    command.envs(report.variables());
    let directory = report.of_test("directory");
    if Path::new(directory).is_dir() {
        command.current_dir(directory);
    }
    command.env_remove(REPLAY);
    if let Some(fates) = report.fates_file() {
        command.env(REPLAY, fates);
    }
    let error: io::Error = command.exec();
    child::not_started(command.get_program(), &error)
}

fn gone(report: &Report, program: &str, name: &str) -> String {
    let again = match report.fates_file() {
        Some(fates) => format!("{REPLAY}={} cargo test -- --exact {name}", fates.display()),
        None => format!("cargo test -- --exact {name}"),
    };
    format!("the test binary {program} is gone; run `{again}`")
}

fn run_command(
    args: &Args,
    report: &Report,
    program: &OsString,
    arguments: &[OsString],
) -> ExitCode {
    let topology = match topology::read(&report.directory.join(NETWORK)) {
        Ok(topology) => topology,
        Err(error) => return child::failed(&error),
    };
    let fates = match report.fates() {
        Ok(fates) => fates,
        Err(why) => return child::failed(why),
    };
    let body_host = Some(report.of_test("host")).filter(|host| !host.is_empty());
    let job = Job {
        topology: &topology,
        replayed: fates.as_ref(),
        host: args.host.as_deref().or(body_host),
        who: &args.who,
        quiet: true,
    };
    child::run(&job, |_, node| {
        let mut command = node.command(program);
        command.args(arguments);
        command
    })
}
