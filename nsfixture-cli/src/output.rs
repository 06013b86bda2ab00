//! The command's messages and exit statuses.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

/// The exit statuses, for the help and the manual page.
pub(crate) const EXIT_STATUS: &str = "\
Exit status:
  `run`, `shell`, `exec` and `replay` exit with COMMAND's status, or by the signal that killed it.
  125  nsfixture itself failed: no network, an invalid topology, a usage error
  126  COMMAND cannot be executed
  127  COMMAND was not found
  All others:
  0    success
  1    invalid topology; for `link` and `fault`: no network, or it cannot do that;
       for `open`: no report;
       for `doctor`: tests are skipped here, or their networks fail
  2    usage error, or a file that cannot be read";

/// The status of `run`, `shell`, `exec` and `replay` where COMMAND has none.
pub(crate) const FAILED: u8 = 125;
/// The status for an invalid topology, and for what a network that is up does not allow.
pub(crate) const WRONG: u8 = 1;
/// The status for usage errors, and for files that cannot be read or written.
pub(crate) const USAGE: u8 = 2;

/// The commands that exit with COMMAND's status.
const WITH_COMMAND: [&str; 4] = ["run", "shell", "exec", "replay"];

/// Prints a message to the standard error stream; on a terminal its prefix is red.
pub(crate) fn print_line(text: impl Display) {
    let mut stream = io::stderr().lock();
    let colours = stream.is_terminal() && env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    let name = if colours { "\x1b[1;31mnsfixture:\x1b[0m" } else { "nsfixture:" };
    // If nobody reads the stream, there is nobody to report to.
    let _nobody = writeln!(stream, "{name} {text}");
}

/// Prints why something failed, and returns the status for it.
pub(crate) fn fail(status: u8, text: impl Display) -> ExitCode {
    print_line(text);
    ExitCode::from(status)
}

/// Prints clap's output: help, or a usage error.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // If nobody reads the stream, there is nobody to report to.
    let _nobody = error.print();
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    let command = env::args_os().nth(1);
    let runs = command.is_some_and(|name| WITH_COMMAND.iter().any(|&known| name == known));
    ExitCode::from(if runs { FAILED } else { USAGE })
}

/// Writes to the standard output stream. A closed pipe is no error.
pub(crate) fn print(text: &[u8]) -> ExitCode {
    let mut stream = io::stdout().lock();
    match stream.write_all(text).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(USAGE, format_args!("cannot write to stdout: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}
