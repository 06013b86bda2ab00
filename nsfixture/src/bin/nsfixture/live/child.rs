//! A program in a network: started, waited for, and all that it has left behind ended.

use std::env;
use std::ffi::OsStr;
use std::fmt::Display;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use nsfixture::cli::{self, ExitOutcome, Role, SignalForwarder};
use nsfixture::{Net, Node, Topology};

use super::notes;
use super::user::{self, Who};
use crate::say::{self, FAILED};

/// The status for a command that cannot be executed.
const NOT_EXECUTABLE: u8 = 126;
/// The status for a command that is not there.
const NOT_FOUND: u8 = 127;

/// What is to run where.
pub(crate) struct Story<'a> {
    pub(crate) topology: &'a Topology,
    /// The host; without one, the first of the topology's.
    pub(crate) host: Option<&'a str>,
    pub(crate) who: &'a Who,
    /// Nothing is said of what may explain a failure.
    pub(crate) quiet: bool,
}

/// Brings a network up, runs a command in one of its hosts, and takes it down.
pub(crate) fn run(story: &Story<'_>, command: impl FnOnce(&Net, &Node) -> Command) -> ExitCode {
    // All while the process has one thread.
    let one_user = user::enter(story.who);
    match SignalForwarder::begin().and_then(SignalForwarder::fork_worker) {
        Err(error) => failed(format_args!("signals cannot be kept: {error}")),
        Ok(Role::Supervisor(ExitOutcome::Exited(status))) => ExitCode::from(status as u8),
        Ok(Role::Supervisor(ExitOutcome::Killed(signal))) => raise_signal(signal),
        Ok(Role::Worker(foreground)) => work(story, command, &foreground, one_user.as_deref()),
    }
}

fn work(
    story: &Story<'_>,
    command: impl FnOnce(&Net, &Node) -> Command,
    foreground: &SignalForwarder,
    one_user: Option<&str>,
) -> ExitCode {
    let net = match Net::up(story.topology) {
        Ok(net) => net,
        Err(error) => return failed(error),
    };
    let Some(node) = find(&net, story.host) else {
        let hosts: Vec<String> = net.nodes().map(|node| node.name().to_owned()).collect();
        let host = story.host.unwrap_or_default();
        return failed(format_args!(
            "`{host}` is no host of this network (its hosts: {})",
            hosts.join(", ")
        ));
    };
    let mut command = command(&net, &node);
    foreground.prepare(&mut command);
    let ended = match command.spawn() {
        Ok(child) => foreground.wait(child.id()),
        Err(error) => return not_started(command.get_program(), &error),
    };
    let mut clean = true;
    if let Err(error) = net.down() {
        say::say(error);
        clean = false;
    }
    if !cli::kill_orphans() {
        say::say("something that the command has started did not end within 5 s of SIGKILL");
        clean = false;
    }
    match ended {
        Err(error) => failed(format_args!("the command cannot be waited for: {error}")),
        Ok(ExitOutcome::Exited(0)) if !clean => ExitCode::from(FAILED),
        Ok(ExitOutcome::Exited(status)) => {
            if status != 0 && !story.quiet {
                notes::after_failure(one_user);
            }
            ExitCode::from(status as u8)
        }
        Ok(ExitOutcome::Killed(signal)) => raise_signal(signal),
    }
}

fn raise_signal(signal: i32) -> ExitCode {
    cli::raise_signal(signal);
    // As a shell says it.
    ExitCode::from(128 + signal as u8)
}

fn find(net: &Net, host: Option<&str>) -> Option<Node> {
    net.nodes().find(|node| host.is_none_or(|host| node.name() == host))
}

/// Says why there is no command that could have a status.
pub(crate) fn failed(why: impl Display) -> ExitCode {
    say::fail(FAILED, why)
}

/// Says why a program was not started.
pub(crate) fn not_started(program: &OsStr, error: &io::Error) -> ExitCode {
    let program = Path::new(program).display();
    if error.kind() != io::ErrorKind::NotFound {
        return say::fail(NOT_EXECUTABLE, format_args!("`{program}` cannot be executed: {error}"));
    }
    match env::current_dir() {
        Ok(directory) if directory.starts_with("/run") => failed(format_args!(
            "the working directory, {}, is not there in a network, which has a /run of its own",
            directory.display()
        )),
        _ => say::fail(NOT_FOUND, format_args!("`{program}` was not found")),
    }
}
