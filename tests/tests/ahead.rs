//! Hosts that were made ahead are like those that were not.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;
use std::{env, fs, thread};

use nsfixture::{Link, Net, Node, Topology};
use nsfixture_tests::is_skipped;
use nsfixture_tests::machine::MachineState;

/// The prefix of a line about a host.
const SEEN: &str = "seen: ";

/// The prefix of a mount.
const MOUNT: &str = "mount: ";

/// The networks, each a few times: with hosts made ahead, each takes those that were made for the one before.
fn topologies() -> Vec<(&'static str, Topology)> {
    let pair = || Topology::new().link(("a", "b"));
    let alone = Topology::new().host("a");
    let routed = Topology::new().lan(["a", "r"]).lan(["r", "b"]).router("r");
    let impaired = Topology::new().link(Link::new("a", "b").faults());
    let named = Topology::new().link(("producer", "consumer"));
    let all = [("pair", pair()), ("alone", alone), ("routed", routed), ("impaired", impaired)];
    let all = all.into_iter().chain([("named", named), ("many", Topology::new().lan(names(20)))]);
    all.flat_map(|(name, topology)| vec![(name, topology); 3]).collect()
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|nth| format!("h{nth}")).collect()
}

/// Waits, as a body does that waits for an answer.
fn wait() {
    let (_never_sends, receiver) = mpsc::channel::<()>();
    assert!(receiver.recv_timeout(Duration::from_millis(5)).is_err());
}

/// Returns what a host shows of itself that does not differ between two networks.
fn view(host: &Node) -> Vec<String> {
    let mut lines = host.run(|| MachineState::snapshot().lines());
    lines.retain(|line| !["link: ", MOUNT].iter().any(|kind| line.starts_with(kind)));
    lines.extend(host.run(|| {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        // A MAC address is random, and so are what is derived from it, and the numbers of mounts.
        let mounts = read("/proc/thread-self/mountinfo");
        let mounts = mounts.lines().map(|line| line.splitn(5, ' ').nth(4).unwrap_or_default());
        let own = format!("/proc/{}/", std::process::id());
        let mut seen: Vec<String> =
            mounts.map(|mount| format!("{MOUNT}{}", mount.replace(&own, "/proc/PID/"))).collect();
        let interfaces = fs::read_dir("/sys/class/net").into_iter().flatten().flatten();
        seen.extend(interfaces.map(|one| {
            let index = read(&format!("{}/ifindex", one.path().display()));
            format!("interface: {} {}", one.file_name().display(), index.trim_end())
        }));
        seen.extend(["/proc/net/dev", "/proc/sys/kernel/hostname", "/etc/hostname"].map(|path| {
            let words = read(path);
            let words = words.split_whitespace().filter(|word| word.parse::<u64>().is_err());
            format!("{path}: {}", words.collect::<Vec<_>>().join(" "))
        }));
        let directory = env::current_dir().map(|path| path.display().to_string());
        seen.push(format!("directory: {directory:?}"));
        seen.push(format!("thread: {:?}", thread::current().name()));
        seen
    }));
    lines.sort_unstable();
    lines
}

#[test]
#[ignore = "a process of another test runs it"]
fn show() {
    for (network, topology) in topologies() {
        let net = Net::up(&topology).unwrap();
        for host in net.nodes() {
            for line in view(&host) {
                println!("{SEEN}{network}, {}: {line}", host.name());
            }
        }
        wait();
        net.down().unwrap();
    }
}

/// Returns how often each line was printed.
fn seen(ahead: &str) -> BTreeMap<String, usize> {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "show", "--nocapture"])
        .env("NSFIXTURE_AHEAD", ahead)
        .output()
        .unwrap();
    let (printed, errors) = (output.stdout, String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{errors}");
    let mut lines = BTreeMap::new();
    for line in String::from_utf8_lossy(&printed).lines().filter(|line| line.contains(SEEN)) {
        *lines.entry(line.to_owned()).or_default() += 1;
    }
    lines
}

#[test]
fn a_host_made_ahead_is_like_any_other() {
    if is_skipped("hosts made ahead") {
        return;
    }
    let (cold, ahead) = (seen("0"), seen("1"));
    assert!(cold.len() > 1000, "{} lines", cold.len());
    let differing: Vec<_> = cold
        .keys()
        .chain(ahead.keys())
        .filter(|line| cold.get(*line) != ahead.get(*line))
        .map(|line| format!("{:?} cold, {:?} ahead: {line}", cold.get(line), ahead.get(line)))
        .collect();
    // Only there the mounts show how it was made: the `/run` of a host that is alone is mounted twice.
    let (of_alone, others): (Vec<_>, Vec<_>) =
        differing.into_iter().partition(|line| line.contains(&format!("alone, a: {MOUNT}/run")));
    assert!(!of_alone.is_empty(), "no host was made ahead: {}", of_alone.join("\n"));
    assert!(others.is_empty(), "{}", others.join("\n"));
}
