//! A process, in words.

use std::fmt;
use std::fs;

use libc::pid_t;

/// A process with its command line, what it does and where it waits.
///
/// `Display` prints "process 4711, `sleep 1000`".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Process {
    id: pid_t,
    /// The words of the command line, or the name where there is none.
    command: String,
}

impl Process {
    pub(crate) fn of(id: pid_t) -> Self {
        let read = |file| fs::read(format!("/proc/{id}/{file}")).unwrap_or_default();
        let mut command = one_line(&read("cmdline"));
        if command.is_empty() {
            command = one_line(&read("comm"));
        }
        Self { id, command }
    }

    /// Returns the state and where in the kernel it waits, such as "disk sleep, in `nfs_wait_bit_killable`"; `None` if it
    /// has exited (proc_pid_status(5), proc_pid_wchan(5)).
    pub(crate) fn state(&self) -> Option<String> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id)).ok()?;
        // "State:\tD (disk sleep)"
        let state = status.lines().find_map(|line| line.strip_prefix("State:"))?;
        let state = state.split_once('(')?.1.trim_end().strip_suffix(')')?;
        let wchan = fs::read_to_string(format!("/proc/{}/wchan", self.id)).unwrap_or_default();
        Some(match wchan.trim() {
            "" | "0" => state.to_owned(),
            function => format!("{state}, in `{function}`"),
        })
    }
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}, `{}`", self.id, self.command)
    }
}

/// Returns words that end with zeros in a line of limited length.
fn one_line(words: &[u8]) -> String {
    /// In characters.
    const LONGEST: usize = 80;
    let text = String::from_utf8_lossy(words);
    let text = text.trim_end_matches(['\0', '\n']).replace(|c: char| c.is_control(), " ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_described() {
        let own = nix::unistd::getpid().as_raw();
        let process = Process::of(own);
        let program = std::env::args().next().expect("it was started by a command");
        let begins = one_line(program.as_bytes()).trim_end_matches("...").to_owned();
        let printed = process.to_string();
        assert!(printed.starts_with(&format!("process {own}, `{begins}")), "{printed}");
        let state = process.state().expect("it runs");
        let states = ["running", "sleeping", "disk sleep"];
        assert!(states.iter().any(|known| state.starts_with(known)), "{state}");
    }

    #[test]
    fn a_process_that_has_exited_has_no_state() {
        assert_eq!(Process::of(pid_t::MAX).state(), None);
    }

    #[test]
    fn a_command_line_is_one_line() {
        assert_eq!(one_line(b"sh\0-c\0echo a\necho b\0"), "sh -c echo a echo b");
        assert_eq!(one_line(&[b'x'; 100]).len(), 83);
        assert_eq!(one_line("ä".repeat(100).as_bytes()).chars().count(), 83);
    }
}
