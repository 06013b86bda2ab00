//! The network of a failed test stays up for a while.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::fd::OwnedFd;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::program::{command, own, printed};

/// Returns true if a thread of a process is a host that has this file.
fn is_up(child: &Child, host: &str) -> bool {
    let tasks = fs::read_dir(format!("/proc/{}/task", child.id())).unwrap().flatten();
    let mut roots = tasks.map(|task| task.path().join("root/run/nsfixture/hosts"));
    roots.any(|hosts| hosts.join(host).symlink_metadata().is_ok())
}

#[test]
fn until_enter_is_pressed() {
    if nsfixture_tests::is_skipped("pauses") {
        return;
    }
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let end = OwnedFd::from(fs::File::options().read(true).write(true).open(name).unwrap());
    let base = tempfile::tempdir().unwrap();
    let mut command = command(&own(), "by_a_panic");
    command.env("NSFIXTURE_PAUSE", "1").env("NSFIXTURE_ARTIFACTS", base.path());
    let mut child =
        command.stdin(end).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let process = child.id();
    for expected in [
        "nsfixture: `failing::by_a_panic` has failed; its network stays up:".to_owned(),
        format!("nsfixture:   nsfixture exec --net {process} a"),
        format!("nsfixture:   nsfixture exec --net {process} b"),
        "nsfixture: Enter ends the pause".to_owned(),
    ] {
        assert_eq!(lines.next(), Some(expected));
    }
    assert!(is_up(&child, "a") && is_up(&child, "b"));
    fs::File::from(terminal).write_all(b"\n").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(101));
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
}

#[test]
fn until_the_timeout() {
    if nsfixture_tests::is_skipped("pauses with timeouts") {
        return;
    }
    let base = tempfile::tempdir().unwrap();
    let begin = Instant::now();
    let mut command = command(&own(), "by_a_panic");
    command.env("NSFIXTURE_PAUSE", "1").env("NSFIXTURE_ARTIFACTS", base.path());
    let printed = printed(command.env("NSFIXTURE_TIMEOUT", "1s"));
    assert!(begin.elapsed() >= Duration::from_secs(1), "{printed}");
    assert!(printed.contains("nsfixture: the timeout of 1s ends the pause"), "{printed}");
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
}

#[test]
fn not_where_nobody_would_end_it() {
    if nsfixture_tests::is_skipped("no pauses") {
        return;
    }
    let base = tempfile::tempdir().unwrap();
    let mut command = command(&own(), "by_a_panic");
    command.env("NSFIXTURE_PAUSE", "1").env("NSFIXTURE_ARTIFACTS", base.path());
    let printed = printed(&mut command);
    let note = "note: NSFIXTURE_PAUSE has no effect on `failing::by_a_panic`: the standard input is not a terminal";
    assert!(printed.contains(note), "{printed}");
}
