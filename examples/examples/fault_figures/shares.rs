//! Shares of packets: lost, duplicated, corrupted, overtaking others.

use std::collections::BTreeMap;
use std::time::Duration;

use nsfixture::{Faults, Net, Node};

use crate::Extent;
use crate::flow::{Flow, pair};
use crate::page::Row;

pub(super) fn measure(extent: Extent) -> Vec<Row> {
    let mut rows = Vec::new();
    for (asked, share) in [("0.1%", 0.001), ("1%", 0.01), ("10%", 0.1), ("50%", 0.5)] {
        rows.push(loss(extent, asked, share));
    }
    rows.extend([2, 5, 10].map(|mean| bursts(extent, mean)));
    rows.push(duplicates(extent));
    rows.push(corruption(extent));
    rows.extend([("1%", 0.01), ("25%", 0.25)].map(|(asked, share)| order(extent, asked, share)));
    rows
}

/// Sends at least this many datagrams past faults that keep their order, and returns how often each has arrived.
fn send(net: &Net, count: u64) -> Vec<u32> {
    let mut flow = Flow::open(&net.node("a"), &net.node("b"), 64);
    flow.send_all(count);
    // A duplicate of the last one.
    flow.receive_until_quiet(Duration::from_millis(50));
    let mut times = vec![0; flow.next as usize];
    flow.arrivals.iter().for_each(|arrival| times[arrival.number as usize] += 1);
    times
}

/// A share of many, with its confidence interval: of 99 % to print, and a much wider one to check.
fn share(found: usize, of: usize, asked: f64) -> String {
    let (found, of) = (found as f64, of as f64);
    let share = found / of;
    let deviations = (found - asked * of).abs() / (asked * (1.0 - asked) * of).sqrt();
    assert!(deviations < 6.0, "{found} of {of} are not a share of {asked}");
    let [low, high] = wilson(share, of).map(|bound| bound * 100.0);
    format!("{:.3} % ({low:.3} to {high:.3})", share * 100.0)
}

/// Returns the Wilson interval of a share, with 99 % confidence.
fn wilson(share: f64, of: f64) -> [f64; 2] {
    const Z: f64 = 2.576;
    let center = share + Z * Z / (2.0 * of);
    let half = Z * (share * (1.0 - share) / of + Z * Z / (4.0 * of * of)).sqrt();
    [center - half, center + half].map(|bound| bound / (1.0 + Z * Z / of))
}

fn loss(extent: Extent, asked: &str, expected: f64) -> Row {
    let count = extent.pick(5000, 100_000);
    let net = pair(&Faults::new().loss(asked));
    let times = send(&net, count);
    let lost = times.iter().filter(|times| **times == 0).count();
    net.down().expect("it goes down");
    Row::new(&format!("loss = \"{asked}\""), "datagrams lost", share(lost, times.len(), expected))
}

fn bursts(extent: Extent, asked: u32) -> Row {
    let net = pair(&Faults::new().loss("10%").burst(asked));
    let times = send(&net, extent.pick(5000, 100_000));
    net.down().expect("it goes down");
    let runs = times.chunk_by(|a, b| (*a == 0) == (*b == 0)).filter(|run| run[0] == 0);
    let lengths: Vec<usize> = runs.map(<[u32]>::len).collect();
    let mean = lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
    let expected = f64::from(asked);
    assert!((expected / 2.0..expected * 2.0).contains(&mean), "{mean} instead of {asked}");
    let asked = format!("loss = \"10%\", burst = {asked}");
    Row::new(&asked, "the mean length of a burst", format!("{mean:.2}, of {}", lengths.len()))
}

fn duplicates(extent: Extent) -> Row {
    let count = extent.pick(5000, 100_000);
    let net = pair(&Faults::new().duplicate("1%"));
    let times = send(&net, count);
    let twice = times.iter().filter(|times| **times == 2).count();
    net.down().expect("it goes down");
    Row::new("duplicate = \"1%\"", "datagrams that arrive twice", share(twice, times.len(), 0.01))
}

/// A datagram with a flipped bit never arrives: a checksum tells, or the address is another one.
fn corruption(extent: Extent) -> Row {
    let count = extent.pick(5000, 100_000);
    let net = pair(&Faults::new().corrupt("1%"));
    let times = send(&net, count);
    let missing = times.iter().filter(|times| **times == 0).count();
    let by_udp = counter(&net.node("b"), "Udp", "InCsumErrors");
    let by_ip = counter(&net.node("b"), "Ip", "InHdrErrors");
    net.down().expect("it goes down");
    assert!(by_udp > 0, "no checksum was wrong");
    let share = share(missing, times.len(), 0.01);
    let measured = format!("{share}; `UdpInCsumErrors` {by_udp}, `IpInHdrErrors` {by_ip}");
    Row::new("corrupt = \"1%\"", "datagrams that are not delivered", measured)
}

/// Returns a counter of `/proc/net/snmp`.
fn counter(host: &Node, protocol: &str, name: &str) -> u64 {
    let snmp = host.run(|| std::fs::read_to_string("/proc/net/snmp")).expect("counters");
    let mut lines = snmp.lines().filter_map(|line| line.strip_prefix(protocol)?.strip_prefix(": "));
    let (names, values) = (lines.next().expect("names"), lines.next().expect("values"));
    let counters: BTreeMap<&str, &str> = names.split(' ').zip(values.split(' ')).collect();
    counters[name].parse().expect("a number")
}

/// Counts what overtakes others, and what is reordered in the words of RFC 4737: a packet with a smaller number than one
/// that has arrived before.
fn order(extent: Extent, asked: &str, expected: f64) -> Row {
    const AT_ONCE: u64 = 100;
    let bursts = extent.pick(10, 200);
    let count = bursts * AT_ONCE;
    let net = pair(&Faults::new().delay("20ms").reorder(asked));
    let mut flow = Flow::open(&net.node("a"), &net.node("b"), 64);
    for _ in 0..bursts {
        (0..AT_ONCE).for_each(|_| flow.send());
        flow.receive_until_quiet(Duration::from_millis(40));
    }
    flow.receive_until_quiet(Duration::from_millis(300));
    net.down().expect("it goes down");
    let numbers: Vec<u64> = flow.arrivals.iter().map(|arrival| arrival.number).collect();
    let (mut expected_next, mut reordered) = (0, 0);
    for &number in &numbers {
        if number < expected_next {
            reordered += 1;
        } else {
            expected_next = number + 1;
        }
    }
    // What is sent without the delay is much faster than that.
    let overtaking = flow.arrivals.iter().filter(|arrival| arrival.delay() < 0.02).count();
    assert!(reordered > 0, "the order is kept");
    let share = share(overtaking, count as usize, expected);
    let percent = 100.0 * f64::from(reordered) / count as f64;
    let measured = format!("{share} are early; {percent:.1} % reordered (RFC 4737)");
    Row::new(
        &format!("delay = \"20ms\", reorder = \"{asked}\""),
        "bursts of 100 datagrams",
        measured,
    )
}
