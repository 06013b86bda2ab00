//! `nsfixture run`.

use std::fs::OpenOptions;
use std::io::ErrorKind;

use crate::called::{Outcome, Running, call, nothing_to_test, path};
use crate::files::{File, TWO_HOSTS};

#[track_caller]
fn check(arguments: &[&str], status: i32, stdout: &str, stderr: &str) {
    if nothing_to_test() {
        return;
    }
    let outcome = call(arguments);
    let Outcome { status: found, stdout: out, stderr: err } = &outcome;
    let as_expected = *found == status && out == stdout && err.contains(stderr);
    assert!(as_expected, "{arguments:?}: {outcome:?}, not {status}, {stdout:?}, {stderr:?}");
    if stderr.is_empty() {
        assert_eq!(err, "", "{arguments:?}");
    }
}

#[test]
fn passes_the_status() {
    check(&["run", "true"], 0, "", "");
    check(&["run", "--quiet", "--", "sh", "-c", "exit 42"], 42, "", "");
    check(&["run", "sh", "-c", "kill -KILL $$"], 137, "", "");
    check(&["run", "sh", "-c", "kill -ABRT $$"], 134, "", "");
}

#[test]
fn reports_what_is_wrong() {
    check(&["run", "--bad", "true"], 125, "", "--bad");
    check(&["run"], 125, "", "<COMMAND>");
    check(
        &["run", "--in", "x", "true"],
        125,
        "",
        "no host named `x` in this network (hosts: host)",
    );
    check(&["run", "--topology", "/nothing", "true"], 125, "", "/nothing cannot be read");
    check(&["run", "/dev/null"], 126, "", "cannot execute `/dev/null`: Permission denied");
    check(&["run", "/nothing"], 127, "", "`/nothing` was not found");
}

#[test]
fn options_after_the_command_are_its_own() {
    check(&["run", "echo", "--in", "x", "-q", "--"], 0, "--in x -q --\n", "");
    check(&["run", "--", "echo", "--nic"], 0, "--nic\n", "");
}

#[test]
fn shows_its_network() {
    let view = "ls /sys/class/net; cat /proc/sys/kernel/hostname; id -u; \
                tail -n +3 /proc/net/dev | cut -d : -f 1 | tr -d ' '; ls /run/netns";
    check(&["run", "sh", "-c", view], 0, "lo\nhost\n0\nlo\nhost\n", "");
    let interfaces = "ls /sys/class/net; grep -c 00000000 /proc/net/route; ls /run/netns";
    check(
        &["run", "--nic", "sh", "-c", interfaces],
        0,
        "eth0\nlo\n2\ngateway\nhost\noutside\n",
        "",
    );
}

#[test]
fn takes_a_topology_and_a_host() {
    let topology = File::new(TWO_HOSTS);
    let topology = topology.path();
    let name = ["sh", "-c", "cat /proc/sys/kernel/hostname"];
    check(&[&["run", "-t", topology][..], &name].concat(), 0, "a\n", "");
    check(&[&["run", "-t", topology, "--in", "b"][..], &name].concat(), 0, "b\n", "");
}

#[test]
fn is_root_or_oneself() {
    let own = nix::unistd::geteuid().to_string();
    check(&["run", "id", "-u"], 0, "0\n", "");
    check(&["run", "--keep-user", "id", "-u"], 0, &format!("{own}\n"), "");
    // Which takes a capability in the network.
    let forward = "echo 1 >/proc/sys/net/ipv4/ip_forward && cat /proc/sys/net/ipv4/ip_forward";
    check(&["run", "sh", "-c", forward], 0, "1\n", "");
    check(&["run", "--keep-user", "sh", "-c", forward], 0, "1\n", "");
}

#[test]
fn passes_the_streams() {
    if nothing_to_test() {
        return;
    }
    let mut running = Running::start(&["run", "sh", "-c", "cat; echo error >&2"]);
    running.write("a line");
    assert_eq!(running.line(), "a line");
    let outcome = running.end();
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, "error\n"));
}

/// Each of these has the output stream open, so the call ends only when they have.
#[test]
fn nothing_is_left_of_it() {
    check(&["run", "sh", "-c", "sleep 600 & echo x"], 0, "x\n", "");
    check(&["run", "sh", "-c", "(setsid sh -c 'sleep 600 & sleep 600' &); echo x"], 0, "x\n", "");
    // Where a network is looked for by its namespace, these are not found.
    let away = "unshare --net sh -c 'setsid sleep 600 & echo x'";
    check(&["run", "sh", "-c", away], 0, "x\n", "");
}

#[test]
fn can_be_nested() {
    check(&["run", &path(), "run", "ls", "/sys/class/net"], 0, "lo\n", "");
}

#[test]
fn names_what_may_have_been_missing() {
    if nothing_to_test() {
        return;
    }
    let ids = std::fs::read_to_string("/proc/self/uid_map").expect("a map");
    let outcome = call(&["run", "cat", "/proc/self/uid_map", "/nothing"]);
    let one_user =
        outcome.stdout.lines().next().is_some_and(|line| line.trim_end().ends_with(" 1"));
    let note = outcome.stderr.contains("note: programs cannot change their user or group here: ");
    assert_eq!(note, one_user && !ids.contains(&outcome.stdout), "{outcome:?}");
    let open = OpenOptions::new().read(true).write(true).open("/dev/net/tun");
    let refused = open.is_err_and(|error| error.kind() == ErrorKind::PermissionDenied);
    assert_eq!(outcome.stderr.contains("note: programs cannot open /dev/net/tun"), refused);
    assert!(!call(&["run", "-q", "false"]).stderr.contains("note"), "--quiet");
}
