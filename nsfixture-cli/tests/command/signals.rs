//! Signals that come to `nsfixture run`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::called::{Running, nothing_to_test, path};

/// The command is a shell that prints when it is ready.
#[track_caller]
fn start(script: &str) -> Option<Running> {
    if nothing_to_test() {
        return None;
    }
    let mut running = Running::start(&["run", "-q", "sh", "-c", script]);
    assert_eq!(running.line(), "ready");
    Some(running)
}

#[track_caller]
fn check(script: &str, signal: Signal, status: i32, stdout: &str) {
    let Some(running) = start(script) else { return };
    running.signal(signal);
    let outcome = running.end();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (status, stdout), "{outcome:?}");
}

#[test]
fn are_passed_on() {
    for signal in [
        Signal::SIGTERM,
        Signal::SIGHUP,
        Signal::SIGINT,
        Signal::SIGQUIT,
        Signal::SIGUSR1,
        Signal::SIGUSR2,
    ] {
        let name = signal.as_str().trim_start_matches("SIG");
        let caught = format!("trap 'echo caught; exit 3' {name}; echo ready; sleep 600 & wait");
        check(&caught, signal, 3, "caught\n");
        check("echo ready; exec sleep 600", signal, 128 + signal as i32, "");
    }
}

/// Says `ready` when three daemons are there: one in the network, one that has left it, and one that
/// has nothing in common with it any more. They keep the standard error stream open.
const DAEMONS: &str = "daemon='echo up; exec sleep 600'; {
     setsid sh -c \"$daemon\" & setsid unshare --net sh -c \"$daemon\" &
     setsid unshare --net --mount --uts --ipc sh -c \"$daemon\" &
     } | { read a; read b; read c; echo ready; }";

#[test]
fn a_killed_one_takes_all_with_it() {
    let script = format!("{DAEMONS}; sleep 600 & wait");
    check(&script, Signal::SIGKILL, 128 + 9, "");
}

#[test]
fn what_a_shell_had_started_before_it_became_this_lives_on() {
    if nothing_to_test() {
        return;
    }
    let script = format!("{{ read x; echo alive; }} <&3 & exec {} run -q echo ready", path());
    let mut shell = Command::new("sh")
        .args(["-c", &format!("exec 3<&0 </dev/null; {script}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sh starts");
    let mut stdin = shell.stdin.take().expect("it is piped");
    let stdout = BufReader::new(shell.stdout.take().expect("it is piped"));
    let mut lines = stdout.lines().map(|line| line.expect("it is text"));
    assert_eq!(lines.next().as_deref(), Some("ready"));
    assert!(shell.wait().expect("it is a child").success());
    stdin.write_all(b"go on\n").expect("somebody reads it");
    assert_eq!(lines.next().as_deref(), Some("alive"));
}

#[test]
fn a_killed_group_takes_all_with_it() {
    let script = format!("{DAEMONS}; sleep 600 & wait");
    let Some(running) = start(&script) else { return };
    kill(Pid::from_raw(-running.process().as_raw()), Signal::SIGKILL).expect("its group");
    let outcome = running.end();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (128 + 9, ""), "{outcome:?}");
}

/// The one that does the work is the shell's parent.
#[test]
fn a_killed_worker_takes_all_with_it() {
    let script = format!("{DAEMONS}; read x; kill -KILL $PPID; sleep 600");
    let Some(mut running) = start(&script) else { return };
    running.write("go on");
    let outcome = running.end();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (128 + 9, ""), "{outcome:?}");
}

/// One that came again would be caught before the signal that ends the shell, whose number is higher.
#[test]
fn what_the_program_sends_to_its_group_does_not_come_again() {
    let script = "trap 'echo caught' TERM; trap 'exit 6' CONT; echo ready; kill -TERM 0; echo sent; \
                  while :; do sleep 600 & wait; done";
    let Some(mut running) = start(script) else { return };
    let mut lines = [running.line(), running.line()];
    lines.sort();
    assert_eq!(lines, ["caught", "sent"]);
    running.signal(Signal::SIGCONT);
    let outcome = running.end();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (6, ""), "{outcome:?}");
}

#[test]
fn a_stopped_program_stops_it_too() {
    let Some(mut running) = start("echo ready; read x; kill -STOP $$; echo again") else { return };
    running.write("stop");
    let process = running.process();
    let waited = nix::sys::wait::waitpid(process, Some(nix::sys::wait::WaitPidFlag::WUNTRACED));
    let stopped = nix::sys::wait::WaitStatus::Stopped(process, Signal::SIGSTOP);
    assert_eq!(waited, Ok(stopped));
    running.signal(Signal::SIGCONT);
    assert_eq!(running.line(), "again");
    assert_eq!(running.end().status, 0);
}

#[test]
fn what_is_ignored_ends_nobody() {
    let script = "echo ready; read x; echo alive";
    if nothing_to_test() {
        return;
    }
    let mut running = Running::start(&["run", "sh", "-c", &format!("trap '' HUP; {script}")]);
    assert_eq!(running.line(), "ready");
    kill(Pid::from_raw(-running.process().as_raw()), Signal::SIGHUP).expect("its group");
    running.write("go on");
    assert_eq!(running.line(), "alive");
    assert_eq!(running.end().status, 0);
}
