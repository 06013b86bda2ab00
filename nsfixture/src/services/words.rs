//! Exit statuses and lines, as reports and errors print them.

use std::fmt::Write as _;
use std::process::ExitStatus;

use nix::errno::Errno;

use crate::service_output::OutputLine;

/// The most characters of a line.
const MAX_CHARS: usize = 500;

/// Describes how a program has exited: "exit status: 1".
pub(super) fn describe_status(status: Result<ExitStatus, Errno>) -> String {
    match status {
        Ok(status) => status.to_string(),
        Err(_) => "with a status that something else has taken".to_owned(),
    }
}

/// Describes a line of output, with control characters escaped.
pub(super) fn describe_line(line: &OutputLine) -> String {
    let mut described = String::from(if line.is_stderr() { "err| " } else { "out| " });
    let text = line.text();
    let mut chars = text.chars();
    for char in chars.by_ref().take(MAX_CHARS) {
        if char.is_control() && char != '\t' {
            // Writing to a string cannot fail.
            let _written = write!(described, "{}", char.escape_default());
        } else {
            described.push(char);
        }
    }
    if let more @ 1.. = chars.as_str().len() {
        let _written = write!(described, ".. ({more} more bytes)");
    }
    described
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let line =
            OutputLine { number: 0, time: Instant::now(), is_stderr: true, bytes: bytes.to_vec() };
        assert_eq!(describe_line(&line), expected);
    }

    #[test]
    fn a_line_is_printed_so_that_it_does_not_act_on_a_terminal() {
        check(b"plain\ttext", "err| plain\ttext");
        check(b"\x1b[31mred\x07", "err| \\u{1b}[31mred\\u{7}");
        check(b"not \xff UTF-8", "err| not \u{fffd} UTF-8");
        let long = "x".repeat(MAX_CHARS + 7);
        check(long.as_bytes(), &format!("err| {}.. (7 more bytes)", &long[..MAX_CHARS]));
    }
}
