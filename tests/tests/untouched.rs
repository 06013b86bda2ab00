//! However a test ends, nothing of it is left, and the host is as it was.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use nsfixture::rtnetlink::LinkUnspec;
use nsfixture::{Node, Topology};
use nsfixture_tests::host::HostState;
use nsfixture_tests::processes::Mark;
use nsfixture_tests::victim::{Victim, announce, await_word};
use nsfixture_tests::{nothing_to_test, programs};
use rustix::process::{Resource, Rlimit, Signal, getpid, kill_process, setrlimit};

/// Says how the body of the test that the child runs ends.
const ENDING: &str = "NSFIXTURE_CHAOS_ENDING";

/// Time enough for a busy machine; what is left at all is left for the thousand seconds for
/// which the started programs sleep.
const PATIENCE: Duration = Duration::from_secs(20);

/// What libtest ends with if a test has failed.
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
    check("exit", |status| status.code() == Some(3));
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
    if nothing_to_test(&format!("untouched after {ending}")) {
        return;
    }
    let before = HostState::snapshot();
    let mut victim = Victim::start("victim", &[(ENDING, ending)]);
    assert!(victim.reaches("ready"), "the child does not get ready:\n{}", victim.said());

    let seen = victim.look();
    let networks = seen.namespaces.iter().filter(|one| one.starts_with("net:")).count();
    assert!(networks >= 2, "two hosts are to be seen: {seen:#?}");
    let programs =
        seen.processes.iter().filter(|one| ["sleep", "setsid", "sh"].contains(&&*one.name));
    assert!(programs.count() >= 3, "what the body started is to be seen: {seen:#?}");
    before.assert_same_now("while the network is up,");

    victim.give_word();
    let status = victim.wait();
    let ended = Instant::now();
    let outcome = victim.gone(ended, PATIENCE, Some(&seen));
    assert!(ended_so(status), "the child ends with {status}:\n{}", victim.said());
    if let Err(left) = outcome {
        panic!("after {ending}, {left}");
    }
    before.assert_same_now("after the end,");
}

#[test]
#[ignore = "run by the other tests of this file, in a process that it may end"]
fn victim() {
    // Somebody may ask for all ignored tests.
    let (Ok(ending), Some(mark)) = (std::env::var(ENDING), Mark::own()) else { return };
    // An abort is to leave no core either.
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    setrlimit(Resource::Core, none).expect("a limit can be lowered");
    let topology = Topology::new().link(("a", "b"));
    let _code = nsfixture::__private::v1::Test::new(topology)
        .run_in("a")
        // Even a machine that starts programs in a second each is ready before.
        .timeout_millis(if ending == "timeout" { 8_000 } else { 60_000 })
        .run(concat!(module_path!(), "::victim"), move |cx| {
            change(&cx.node("a"));
            leave_files(&mark);
            let b = cx.node("b");
            programs::start_child(|program| b.command(program));
            programs::start_daemon(|program| b.command(program));
            // Not through the node: a program that the body starts itself is in its node, too.
            programs::start_bare_daemon(|program| std::process::Command::new(program));
            if ends_by_itself(&ending) || programs::leaving_is_seen_after_a_kill() {
                programs::start_leaving_daemon(|program| b.command(program));
                programs::start_leaving_daemon(|program| std::process::Command::new(program));
            }
            announce("ready");
            await_word();
            end(&ending);
        });
}

/// Changes what a node has of its own and a host has, too.
fn change(node: &Node) {
    node.set_sysctl("net.ipv4.ip_forward", 1).expect("a sysctl can be written");
    node.set_sysctl("net.ipv4.conf.all.rp_filter", 2).expect("a sysctl can be written");
    let interface = node.interfaces()[0].index;
    let netlink = node.netlink().expect("netlink opens");
    node.block_on(async {
        let smaller = LinkUnspec::new_with_index(interface).mtu(1_300).build();
        netlink.link().set(smaller).execute().await.expect("the MTU can be changed");
        let address = "192.0.2.1".parse().expect("it is one");
        netlink
            .address()
            .add(interface, address, 24)
            .execute()
            .await
            .expect("an address can be added");
    });
}

/// Leaves files where a node has directories of its own.
fn leave_files(mark: &Mark) {
    // Where a container keeps `/run` from being hidden, it is the host's.
    if Path::new("/run/nsfixture").is_dir() {
        fs::write(format!("/run/{}", mark.digits()), "left").expect("/run is the node's");
        fs::write("/run/netns/left", "left").expect("/run/netns is the node's");
        let hosts = fs::read_to_string("/etc/hosts").unwrap_or_default();
        fs::write("/etc/hosts", hosts + "192.0.2.1 left\n").expect("/etc/hosts is the node's");
    }
}

/// Whether the test's process takes the network down.
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
