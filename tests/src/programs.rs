//! Programs that a test starts and does not end.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use rustix::system::uname;

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

/// Makes a command of it a daemon that leaves the network, for one that it makes itself, and keeps
/// the rest of its host. When this returns it has left.
///
/// # Panics
/// If it cannot be started, or says nothing.
pub fn start_leaving_daemon(command: impl FnOnce(&str) -> Command) {
    let script = format!("echo left; exec sleep {} >&-", seconds());
    let mut child = command("setsid")
        .args(["--fork", "unshare", "--user", "--map-root-user", "--net", "sh", "-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("setsid can be started");
    let mut said = String::new();
    let stdout = child.stdout.take().expect("it is piped");
    BufReader::new(stdout).read_line(&mut said).expect("it is text");
    assert_eq!(said, "left\n", "it may make namespaces");
    let status = child.wait().expect("it is a child");
    assert!(status.success(), "the daemon forks");
}

/// Whether a daemon that has left is found after its test has been killed: the kernel numbers mount
/// namespaces for good (from Linux 6.11 on).
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
