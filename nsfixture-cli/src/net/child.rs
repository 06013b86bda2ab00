//! Running a program in a network, and killing whatever it leaves behind.

use std::env;
use std::ffi::OsStr;
use std::fmt::Display;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use nsfixture::{Fates, Net, Node, Topology};

use super::control::Server;
use super::notes;
use super::user::{self, UserArgs};
use crate::output::{self, FAILED};
use crate::process::job::{self, ExitOutcome, SignalForwarder};
use crate::process::orphans::kill_orphans;
use crate::process::supervisor::Role;

/// The status for a command that cannot be executed.
const NOT_EXECUTABLE: u8 = 126;
/// The status for a command that does not exist.
const NOT_FOUND: u8 = 127;

/// A program to run in a network.
pub(crate) struct Job<'a> {
    pub(crate) topology: &'a Topology,
    /// What happens to packets by chance, if it is to be that of another network.
    pub(crate) replayed: Option<&'a Fates>,
    /// The host; the first one of the topology unless set.
    pub(crate) host: Option<&'a str>,
    pub(crate) who: &'a UserArgs,
    /// Print no possible causes of a failure.
    pub(crate) quiet: bool,
}

/// Brings a network up, runs a command in one of its hosts, and takes it down.
pub(crate) fn run(job: &Job<'_>, command: impl FnOnce(&Net, &Node) -> Command) -> ExitCode {
    // While the process has one thread.
    let one_user = user::enter(job.who);
    match SignalForwarder::begin().and_then(SignalForwarder::fork_worker) {
        Err(error) => failed(format_args!("cannot block signals: {error}")),
        Ok(Role::Supervisor(ExitOutcome::Exited(status))) => ExitCode::from(status as u8),
        Ok(Role::Supervisor(ExitOutcome::Killed(signal))) => raise_signal(signal),
        Ok(Role::Worker(signals)) => work(job, command, &signals, one_user.as_deref()),
    }
}

fn work(
    job: &Job<'_>,
    command: impl FnOnce(&Net, &Node) -> Command,
    signals: &SignalForwarder,
    one_user: Option<&str>,
) -> ExitCode {
    let net = match job.replayed {
        None => Net::up(job.topology),
        Some(fates) => Net::replay(job.topology, fates),
    };
    let net = match net {
        Ok(net) => net,
        Err(error) => return failed(error),
    };
    let found = match job.host {
        Some(host) => net.get_node(host),
        None => Ok(net.nodes().next().expect("a network has a host")),
    };
    let node = match found {
        Ok(node) => node,
        Err(error) => return failed(error),
    };
    // Without it the network works as well.
    let server = Server::start(&net).ok();
    let mut command = command(&net, &node);
    signals.prepare(&mut command);
    let ended = match command.spawn() {
        Ok(child) => signals.wait(child.id()),
        Err(error) => return not_started(command.get_program(), &error),
    };
    drop(server);
    let mut clean = true;
    if let Err(error) = net.down() {
        output::print_line(error);
        clean = false;
    }
    if !kill_orphans() {
        output::print_line("a process started by the command is still running 5 s after SIGKILL");
        clean = false;
    }
    match ended {
        Err(error) => failed(format_args!("cannot wait for the command: {error}")),
        Ok(ExitOutcome::Exited(0)) if !clean => ExitCode::from(FAILED),
        Ok(ExitOutcome::Exited(status)) => {
            if status != 0 && !job.quiet {
                notes::after_failure(one_user);
            }
            ExitCode::from(status as u8)
        }
        Ok(ExitOutcome::Killed(signal)) => raise_signal(signal),
    }
}

fn raise_signal(signal: i32) -> ExitCode {
    job::raise_signal(signal);
    // Like a shell.
    ExitCode::from(128 + signal as u8)
}

/// Prints why there is no command with a status.
pub(crate) fn failed(why: impl Display) -> ExitCode {
    output::fail(FAILED, why)
}

/// Prints why a program was not started.
pub(crate) fn not_started(program: &OsStr, error: &io::Error) -> ExitCode {
    let program = Path::new(program).display();
    if error.kind() != io::ErrorKind::NotFound {
        return output::fail(NOT_EXECUTABLE, format_args!("cannot execute `{program}`: {error}"));
    }
    match env::current_dir() {
        Ok(directory) if directory.starts_with("/run") => failed(format_args!(
            "the working directory, {}, does not exist inside the network, which has its own /run",
            directory.display()
        )),
        _ => output::fail(NOT_FOUND, format_args!("`{program}` was not found")),
    }
}
