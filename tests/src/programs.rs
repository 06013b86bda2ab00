//! Programs that a test starts and does not stop.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use rustix::system::uname;

use crate::processes::Mark;

/// A number of seconds that is longer than any test, with the mark as its fraction.
fn seconds() -> String {
    format!("1000.{}", Mark::own().unwrap_or_default().digits())
}

/// Starts an ordinary child that is never waited for.
///
/// # Panics
/// If it cannot be started.
pub fn start_child(command: impl FnOnce(&str) -> Command) {
    let child = command("sleep").arg(seconds()).spawn().expect("sleep can be started");
    // Deliberately not waited for.
    drop(child);
}

/// Starts a daemon: double-forked, in its own session, and ignoring the signals that ask a process to exit. Only its
/// namespaces and its mark connect it to the test.
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

/// Starts the same daemon without an environment.
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

/// Starts a daemon that leaves its host's network namespace for a new one and keeps the host's other namespaces. On
/// return, it has left.
///
/// # Panics
/// If it cannot be started, or does not report that it has left.
pub fn start_leaving_daemon(command: impl FnOnce(&str) -> Command) {
    let script = format!("echo left; exec sleep {} >&-", seconds());
    let mut child = command("setsid")
        .args(["--fork", "unshare", "--user", "--map-root-user", "--net", "sh", "-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("setsid can be started");
    let mut output = String::new();
    let stdout = child.stdout.take().expect("it is piped");
    BufReader::new(stdout).read_line(&mut output).expect("it is text");
    assert_eq!(output, "left\n", "it can create namespaces");
    let status = child.wait().expect("it is a child");
    assert!(status.success(), "the daemon forks");
}

/// Reports whether a daemon that has left is found after its test has been killed: only since Linux 6.11 are the IDs of
/// mount namespaces never reused.
///
/// # Panics
/// If the kernel's release is no number.
pub fn leaving_is_seen_after_a_kill() -> bool {
    let kernel = uname();
    let release = kernel.release().to_string_lossy();
    let mut numbers = release.split(['.', '-']).map(str::parse::<u32>);
    let mut next = || numbers.next().and_then(Result::ok).expect("a release begins with numbers");
    (next(), next()) >= (6, 11)
}
