//! What the tests share: a look at the host, and processes that are made to end in every way.
#![forbid(unsafe_code)]
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

pub mod ends;
pub mod fuzz;
pub mod host;
pub mod namespaces;
mod netlink;
pub mod processes;
pub mod programs;
pub mod random;
pub mod topologies;
pub mod victim;

use std::io::{self, Write as _};
use std::time::Duration;

/// The earliest that a lost packet is sent again: a TCP segment (RFC 6298, section 2.1), and the
/// question for a neighbour (`net.ipv4.neigh.*.retrans_time_ms`). What takes less has lost none,
/// however slow the machine is.
pub const SENT_AGAIN: Duration = Duration::from_secs(1);

/// Whether there can be no networks here, so that a test of them has nothing to say. Why is said
/// on the standard error stream, past libtest's capture.
///
/// # Panics
/// If there can be none where `NSFIXTURE_REQUIRE` asks for them.
pub fn nothing_to_test(test: &str) -> bool {
    let Some(reason) = nsfixture::skip_reason() else { return false };
    say(&format!("skipped {test}: {reason}"));
    true
}

/// Says a line past libtest's capture.
pub fn say(line: &str) {
    // Where nobody reads the stream there is nobody to tell.
    let _nobody = io::stderr().write_all(format!("{line}\n").as_bytes());
}
