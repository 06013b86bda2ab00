//! What the command says of itself: on the standard error stream, and by its exit status.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

/// The exit statuses, as the help and the manual page have them.
pub(crate) const EXIT_STATUS: &str = "\
Exit status:
  `run`, `shell` and `exec` end as COMMAND does: with its status, or by the signal that ended it.
  125  nsfixture itself has failed: no network, a wrong topology, a wrong argument
  126  COMMAND was found and cannot be executed
  127  COMMAND was not found
  All others:
  0    it went well
  1    the topology is wrong; of `doctor`: tests are skipped here, or their networks fail
  2    a wrong argument, or a file that cannot be read";

/// The status of `run`, `shell` and `exec` where COMMAND has none.
pub(crate) const FAILED: u8 = 125;
/// The status for a topology that is wrong.
pub(crate) const WRONG: u8 = 1;
/// The status for arguments that are wrong, and for files that cannot be read or written.
pub(crate) const USAGE: u8 = 2;

/// The commands that give COMMAND's status.
const WITH_COMMAND: [&str; 3] = ["run", "shell", "exec"];

/// Says a line, or several, on the standard error stream; the name before it is red on a terminal.
pub(crate) fn say(text: impl Display) {
    let mut stream = io::stderr().lock();
    let colours = stream.is_terminal() && env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    let name = if colours { "\x1b[1;31mnsfixture:\x1b[0m" } else { "nsfixture:" };
    // Where nobody reads the stream there is nobody to tell.
    let _nobody = writeln!(stream, "{name} {text}");
}

/// Says why something has failed, and gives the status for it.
pub(crate) fn fail(status: u8, text: impl Display) -> ExitCode {
    say(text);
    ExitCode::from(status)
}

/// What clap has to say: help on the standard output stream, or a mistake in the arguments.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // Where nobody reads the stream there is nobody to tell.
    let _nobody = error.print();
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    let command = env::args_os().nth(1);
    let runs = command.is_some_and(|name| WITH_COMMAND.iter().any(|&known| name == known));
    ExitCode::from(if runs { FAILED } else { USAGE })
}

/// Writes to the standard output stream. That a reader needs no more of it is no failure.
pub(crate) fn print(text: &[u8]) -> ExitCode {
    let mut stream = io::stdout().lock();
    match stream.write_all(text).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(USAGE, format_args!("the output cannot be written: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}
