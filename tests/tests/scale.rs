//! Large networks, and the limits that they reach first: the error names the limit and the fix, and nothing is left.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::process::{Command, Output};

use nsfixture::{Net, Topology};
use nsfixture_tests::{is_skipped, leave_out};

/// More hosts than a limit of 128 open files allows.
const HOSTS: usize = 200;

fn star(hosts: usize) -> Topology {
    let names: Vec<String> = (1..=hosts).map(|nth| format!("h{nth}")).collect();
    Topology::new().lan(names)
}

/// Run by the tests below, in child processes with lowered limits.
mod child {
    use super::*;
    use std::fs;

    /// Returns the number of threads and of file descriptors of this process.
    fn own() -> [usize; 2] {
        ["/proc/self/task", "/proc/self/fd"].map(|path| fs::read_dir(path).expect(path).count())
    }

    #[test]
    #[ignore = "run by the tests of this file"]
    fn makes_a_large_network() {
        for _ in 0..2 {
            let net = Net::up(&star(HOSTS)).expect("nothing refuses it");
            let (first, last) = (net.node("h1"), net.node(&format!("h{HOSTS}")));
            first.ping(&last).expect("it answers");
            last.ping(first.ipv6()).expect("it answers");
            let limit = first.command("sh").args(["-c", "ulimit -Sn"]).output();
            let limit = String::from_utf8(limit.expect("sh starts").stdout);
            println!("programs have {}", limit.expect("a number").trim());
            net.down().expect("it goes down");
        }
    }

    #[test]
    #[ignore = "run by the tests of this file"]
    fn is_refused_a_large_network() {
        let before = own();
        let error = Net::up(&star(HOSTS)).expect_err("it does not fit");
        println!("refused: {error}");
        // A thread that has been joined stays in `/proc` for a moment.
        let begin = std::time::Instant::now();
        while own() != before {
            assert!(begin.elapsed().as_secs() < 10, "{:?} and not {before:?}", own());
            std::thread::yield_now();
        }
    }
}

/// Runs a test of `child` after a shell command.
#[track_caller]
fn run(shell: &str, test: &str) -> String {
    let binary = std::env::current_exe().expect("/proc is mounted");
    let Output { status, stdout, stderr } = Command::new("sh")
        .args(["-c", &format!("{shell} && exec \"$0\" \"$@\"")])
        .arg(binary)
        .args([&format!("child::{test}"), "--exact", "--ignored", "--nocapture"])
        .output()
        .expect("sh starts");
    let output = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
    assert!(status.success() && output.contains("1 passed"), "{status}: {output}");
    output
}

#[test]
fn the_soft_limit_of_files_is_raised_and_programs_keep_it() {
    if is_skipped("large networks") {
        return;
    }
    let output = run("ulimit -Sn 128", "makes_a_large_network");
    assert_eq!(output.matches("programs have 128").count(), 2, "{output}");
}

#[test]
fn the_hard_limit_of_files_is_named() {
    if is_skipped("large networks") {
        return;
    }
    let output = run("ulimit -n 128", "is_refused_a_large_network");
    assert!(output.contains("refused: raise RLIMIT_NOFILE to 1"), "{output}");
    assert!(output.contains("`ulimit -n`"), "{output}");
}

#[test]
fn the_limit_of_namespaces_is_named() {
    if is_skipped("large networks") {
        return;
    }
    // In a new user namespace, so that the machine's limit does not change.
    let limit = "echo 50 >/proc/sys/user/max_net_namespaces";
    let unshared = |command: &str| {
        let script = format!("{limit} && exec \"$0\" \"$@\"");
        format!("exec unshare --user --map-root-user sh -c '{script}' {command}")
    };
    let tried = Command::new("sh").args(["-c", &unshared("true")]).status();
    if !tried.expect("sh starts").success() {
        leave_out("the limit of namespaces: `unshare` is not installed, or it is refused");
        return;
    }
    let binary = std::env::current_exe().expect("/proc is mounted");
    let child = format!("'{}' --exact --ignored --nocapture child::", binary.display());
    let command = unshared(&(child + "is_refused_a_large_network"));
    let Output { status, stdout, stderr } =
        Command::new("sh").args(["-c", &command]).output().expect("sh starts");
    let output = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
    assert!(status.success() && output.contains("1 passed"), "{status}: {output}");
    assert!(output.contains("refused: unshare network namespace in host `h"), "{output}");
    assert!(output.contains("user.max_net_namespaces"), "{output}");
}
