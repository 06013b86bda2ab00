//! The wording of errors about services.

use super::running::Running;
use super::state::Exit;
use super::words::{describe_line, describe_status};
use crate::error::{Error, Kind};

/// The most lines in an error.
const MAX_LINES: usize = 10;

impl Running {
    /// Returns the error of a wait that cannot succeed any more, because the program has exited.
    pub(crate) fn exited_error(&self, host: &str, exit: Exit, waited_for: &str) -> Error {
        let (name, status) = (&self.name, describe_status(exit.status));
        let is_daemon = exit.status.is_ok_and(|status| status.success());
        let advice = if is_daemon {
            "; a service stays in the foreground: if the program has become a daemon, keep it from that, or use \
             `Node::wait_listening`"
        } else {
            ""
        };
        let printed = self.printed();
        Kind::Exited(format!(
            "`{name}` in host `{host}` exited ({status}) while {waited_for} was waited for{advice}; {printed}"
        ))
        .into()
    }

    /// Returns what it has printed last, for an error.
    pub(crate) fn printed(&self) -> String {
        let (lines, _) = self.last_lines(MAX_LINES);
        let name = &self.name;
        if lines.is_empty() {
            return format!("`{name}` has printed nothing");
        }
        let lines: Vec<String> = lines.iter().map(describe_line).collect();
        format!("the last that `{name}` has printed:\n  {}", lines.join("\n  "))
    }
}
