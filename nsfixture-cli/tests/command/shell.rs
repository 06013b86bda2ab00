//! `nsfixture shell`, `exec` and `list`: several programs in one network.

use std::fs;

use crate::called::{Running, call, nothing_to_test, path};
use crate::files::{File, TWO_HOSTS};

const NAME: [&str; 3] = ["--", "cat", "/proc/sys/kernel/hostname"];

fn shell(options: &[&str]) -> Option<Running> {
    if nothing_to_test() {
        return None;
    }
    let topology = File::new(TWO_HOSTS);
    let mut shell = Running::start(&[&["shell", topology.path()], options].concat());
    shell.write("cat /proc/sys/kernel/hostname");
    assert_eq!(shell.line(), "a");
    Some(shell)
}

#[test]
fn another_host_is_a_command_away() {
    let Some(mut shell) = shell(&[]) else { return };
    let command = path();
    shell.write(&format!("{command} exec b {}", NAME.join(" ")));
    assert_eq!(shell.line(), "b");
    shell.write(&format!("{command} exec b false; echo $?; {command} exec c true; echo $?"));
    assert_eq!((shell.line(), shell.line()), ("1".into(), "125".into()));
    shell.write("exit 3");
    let outcome = shell.end();
    assert_eq!(outcome.status, 3, "{outcome:?}");
    assert!(outcome.stderr.contains("no host named `c`"), "{outcome:?}");
}

#[test]
fn links_go_down_and_up() {
    if nothing_to_test() {
        return;
    }
    let topology = File::new(
        "[[lan]]\nname = \"office\"\nhosts = [\"a\", \"b\"]\n[[link]]\nhosts = [\"a\", \"c\"]\n",
    );
    let mut shell = Running::start(&["shell", topology.path()]);
    let (command, process) = (path(), shell.process().to_string());
    let mut state = |host: &str, interface: &str| {
        // The lowest bit is IFF_UP: administratively up.
        let files =
            format!("cat /sys/class/net/{interface}/operstate /sys/class/net/{interface}/flags");
        shell.write(&format!("{command} exec {host} sh -c 'echo $({files})'"));
        shell.line()
    };
    let link = |name: &str, action: &str| call(&["link", "--net", &process, name, action]);
    assert_eq!(state("a", "eth1"), "up 0x1003");
    for (name, [off, on], interface, seen) in [
        ("a-c", ["down", "up"], "eth1", "down 0x1002"),
        ("office:a", ["down", "up"], "eth0", "down 0x1002"),
        ("office:a", ["unplug", "plug"], "eth0", "down 0x1003"),
        ("office", ["unplug", "plug"], "eth0", "down 0x1003"),
    ] {
        let outcome = link(name, off);
        assert_eq!(outcome.status, 0, "{name} {off}: {outcome:?}");
        assert_eq!(state("a", interface), seen, "{name} {off}");
        assert_eq!(link(name, on).status, 0, "{name} {on}");
        assert_eq!(state("a", interface), "up 0x1003", "{name} {on}");
    }
    for (name, action, wrong) in [
        ("a-c", "unplug", "joins two hosts directly"),
        ("a-b", "down", "no link"),
        ("office:c", "down", "no host named `c` on LAN `office`"),
        ("a-c", "cut", "invalid value 'cut'"),
    ] {
        let outcome = link(name, action);
        assert_ne!(outcome.status, 0, "{name} {action}");
        assert!(outcome.stderr.contains(wrong), "{name} {action}: {outcome:?}");
    }
    assert_eq!(shell.end().status, 0);
}

/// Returns true if a line of the list is about the worker of this process.
fn is_of(line: &str, process: &str) -> bool {
    let listed = line.split_whitespace().next().expect("a number");
    // It may be gone by now: other tests have networks, too.
    let status = fs::read_to_string(format!("/proc/{listed}/status")).unwrap_or_default();
    status.lines().any(|line| line.strip_prefix("PPid:").is_some_and(|of| of.trim() == process))
}

#[test]
fn another_terminal_finds_it() {
    let Some(shell) = shell(&[]) else { return };
    let process = shell.process().to_string();
    let listed = call(&["list"]);
    let line = listed.stdout.lines().find(|line| is_of(line, &process)).expect("it is up");
    let (listed, hosts) = line.trim().split_once("  ").expect("two columns");
    assert!(hosts.starts_with("a,b "), "{line}");
    assert_eq!(call(&["exec", "--net", listed, "b", "true"]).status, 0, "{line}");

    let view = ["sh", "-c", "cat /proc/sys/kernel/hostname; ls /sys/class/net; id -u"];
    let outcome = call(&[&["exec", "--net", &process, "b"][..], &view].concat());
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, "b\neth0\nlo\n0\n"), "{outcome:?}");
    let outcome = call(&["exec", "--net", &process, "b", "/nothing"]);
    assert_eq!(outcome.status, 127, "{outcome:?}");

    // What another terminal has started ends with the network.
    let mut other = Running::start(&["exec", "--net", &process, "b", "sh", "-c", "echo x; read y"]);
    assert_eq!(other.line(), "x");
    assert_eq!(shell.end().status, 0);
    assert_eq!(other.end().status, 128 + 9);
    let outcome = call(&["exec", "--net", &process, "b", "true"]);
    assert_eq!(outcome.status, 125, "{outcome:?}");
}

/// As into a test's, in which nobody is root.
#[test]
fn the_same_user_acts_in_it() {
    let Some(shell) = shell(&["--keep-user"]) else { return };
    let process = shell.process().to_string();
    let forward = "echo 1 >/proc/sys/net/ipv4/ip_forward && id -u";
    let outcome = call(&["exec", "--net", &process, "b", "sh", "-c", forward]);
    let own = format!("{}\n", nix::unistd::geteuid());
    assert_eq!((outcome.status, outcome.stdout), (0, own), "{}", outcome.stderr);
    assert_eq!(shell.end().status, 0);
}
