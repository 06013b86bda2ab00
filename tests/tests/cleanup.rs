//! However a test ends, it leaves nothing behind, and the machine has not changed.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use nsfixture::Topology;
use nsfixture_tests::changes::change;
use nsfixture_tests::child_test::{ChildTest, announce, wait_for_parent};
use nsfixture_tests::machine::MachineState;
use nsfixture_tests::processes::Mark;
use nsfixture_tests::{is_skipped, programs};
use rustix::process::{Resource, Rlimit, Signal, getpid, kill_process, setrlimit};

/// The environment variable that tells the child how its body is to end.
const ENDING: &str = "NSFIXTURE_CHAOS_ENDING";

/// Long enough for a busy machine. Processes that are not cleaned up are there for much longer: they sleep for a thousand
/// seconds.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The exit status of libtest if a test has failed.
const FAILED: i32 = 101;

#[test]
fn after_a_pass() {
    check("pass", |status| status.success());
}

#[test]
fn after_a_panic() {
    check("panic", |status| status.code() == Some(FAILED));
}

#[test]
fn after_a_timeout() {
    check("timeout", |status| status.code() == Some(FAILED));
}

#[test]
fn after_an_exit() {
    // The test has not reported, so its status does not count.
    check("exit", |status| status.code() == Some(FAILED));
}

#[test]
fn after_an_abort() {
    check("abort", |status| status.signal() == Some(Signal::ABORT.as_raw()));
}

#[test]
fn after_a_kill() {
    check("kill", |status| status.signal() == Some(Signal::KILL.as_raw()));
}

#[track_caller]
fn check(ending: &str, ended_so: impl FnOnce(ExitStatus) -> bool) {
    if is_skipped(&format!("cleanup after {ending}")) {
        return;
    }
    let before = MachineState::snapshot();
    let mut child = ChildTest::start("child_test", &[(ENDING, ending)]);
    assert!(child.reaches("ready"), "the child does not become ready:\n{}", child.output());

    let observed = child.observe();
    let networks = observed.namespaces.iter().filter(|one| one.starts_with("net:")).count();
    assert!(networks >= 2, "two hosts are visible: {observed:#?}");
    let programs =
        observed.processes.iter().filter(|one| ["sleep", "setsid", "sh"].contains(&&*one.name));
    assert!(programs.count() >= 3, "the programs that the body started are visible: {observed:#?}");
    before.assert_same_now("while the network is up,");

    child.resume();
    let status = child.wait();
    let ended = Instant::now();
    let outcome = child.wait_until_gone(ended, TIMEOUT, Some(&observed));
    assert!(ended_so(status), "the child ends with {status}:\n{}", child.output());
    if let Err(left) = outcome {
        panic!("after {ending}, {left}");
    }
    before.assert_same_now("after the end,");
}

#[test]
#[ignore = "run by the other tests of this file, in a process that it may end"]
fn child_test() {
    // All ignored tests may be run.
    let (Ok(ending), Some(mark)) = (std::env::var(ENDING), Mark::own()) else { return };
    // An abort must leave no core file.
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    setrlimit(Resource::Core, none).expect("a limit can be lowered");
    let topology = Topology::new().link(("a", "b"));
    let _code = nsfixture::__private::v1::Test::new(topology)
        .run_in("a")
        // Even a machine that takes a second to start each program is ready before.
        .timeout_millis(if ending == "timeout" { 8_000 } else { 60_000 })
        .run(concat!(module_path!(), "::child_test"), move |cx| {
            change(&cx.node("a"));
            leave_files(&mark);
            let b = cx.node("b");
            programs::start_child(|program| b.command(program));
            programs::start_daemon(|program| b.command(program));
            // A program that the body starts directly is in the body's host, too.
            programs::start_bare_daemon(|program| std::process::Command::new(program));
            if ends_by_itself(&ending) || programs::leaving_is_seen_after_a_kill() {
                programs::start_leaving_daemon(|program| b.command(program));
                programs::start_leaving_daemon(|program| std::process::Command::new(program));
            }
            announce("ready");
            wait_for_parent();
            end(&ending);
        });
}

/// Leaves files in the directories that are private to a node.
fn leave_files(mark: &Mark) {
    // Where a container does not allow a mount on `/run`, it is the machine's.
    if Path::new("/run/nsfixture").is_dir() {
        fs::write(format!("/run/{}", mark.digits()), "left").expect("/run is the node's");
        fs::write("/run/netns/left", "left").expect("/run/netns is the node's");
        let hosts = fs::read_to_string("/etc/hosts").unwrap_or_default();
        fs::write("/etc/hosts", hosts + "192.0.2.1 left\n").expect("/etc/hosts is the node's");
    }
}

/// Reports whether the test's process takes the network down itself.
fn ends_by_itself(ending: &str) -> bool {
    ["pass", "panic", "timeout"].contains(&ending)
}

fn end(ending: &str) {
    match ending {
        "panic" => panic!("the body is to panic"),
        "timeout" => loop {
            std::thread::park();
        },
        "exit" => std::process::exit(3),
        "abort" => std::process::abort(),
        "kill" => kill_process(getpid(), Signal::KILL).expect("a process may end itself"),
        _ => {}
    }
}
