//! Programs that a test starts and does not end.

use std::process::{Command, Stdio};

use crate::processes::Mark;

/// Longer than any test runs: a number of seconds that bears the mark.
fn seconds() -> String {
    format!("1000.{}", Mark::own().unwrap_or_default().digits())
}

/// Makes a command of it an ordinary child that nobody waits for.
///
/// # Panics
/// If it cannot be started.
pub fn start_child(command: impl FnOnce(&str) -> Command) {
    let child = command("sleep").arg(seconds()).spawn().expect("sleep can be started");
    // Not waited for: that is the point.
    drop(child);
}

/// Makes a command of it a daemon: forked twice, in a session of its own, deaf to the signals
/// that ask it to end, with nothing of the test's but its place and its mark.
///
/// # Panics
/// If it cannot be started.
pub fn start_daemon(command: impl FnOnce(&str) -> Command) {
    let script = format!("trap '' HUP INT TERM; (setsid sleep {} &)", seconds());
    let status = command("sh")
        .args(["-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.expect("sh can be started").success(), "the daemon forks");
}

/// The same daemon, but without an environment.
///
/// # Panics
/// If it cannot be started.
pub fn start_bare_daemon(command: impl FnOnce(&str) -> Command) {
    start_daemon(|shell| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut command = command(shell);
        command.env_clear().env("PATH", path);
        command
    });
}
