//! What the tests share: snapshots of the machine, random topologies, and child processes that are terminated in every way.
#![forbid(unsafe_code)]
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

pub mod changes;
pub mod child_test;
pub mod fuzz;
pub mod machine;
pub mod namespace_teardown;
pub mod namespaces;
mod netlink;
pub mod processes;
pub mod programs;
pub mod random;
pub mod topologies;

use std::io::{self, Write as _};
use std::time::Duration;

/// The earliest retransmission of a lost packet: of a TCP segment (RFC 6298, section 2.1), and of a neighbour solicitation
/// (`net.ipv4.neigh.*.retrans_time_ms`). An exchange that takes less has lost no packet, however slow the machine is.
pub const RETRANSMISSION: Duration = Duration::from_secs(1);

/// Reports whether this machine allows no networks, so that the test is to be skipped. The reason is printed to standard
/// error, past libtest's capture.
///
/// # Panics
/// If there are none although `NSFIXTURE_REQUIRE` is set.
pub fn is_skipped(test: &str) -> bool {
    let Some(reason) = nsfixture::skip_reason() else { return false };
    print_line(&format!("skipped {test}: {reason}"));
    true
}

/// Prints what a test leaves out because the machine lacks something other than networks, such as a program.
///
/// # Panics
/// If `NSFIXTURE_REQUIRE` is set: a test that is required must not pass without testing anything.
pub fn leave_out(what: &str) {
    let require = std::env::var_os("NSFIXTURE_REQUIRE");
    let is_required = require.is_some_and(|value| !value.is_empty() && value != "0");
    assert!(!is_required, "{what} (NSFIXTURE_REQUIRE is set, so this is an error)");
    print_line(&format!("not tested: {what}"));
}

/// Prints a line to standard error, past libtest's capture.
pub fn print_line(line: &str) {
    // If nobody reads the stream, the line is lost.
    let _nobody = io::stderr().write_all(format!("{line}\n").as_bytes());
}
