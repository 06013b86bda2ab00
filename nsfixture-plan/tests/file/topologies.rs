//! Topologies at random.

use nsfixture_plan::{Endpoint, Faults, Lan, Link, Plan, Segment, Topology};

use crate::random::Random;
use crate::{faults, schedules};

/// One that is right.
pub(crate) fn right(random: &mut Random) -> Topology {
    let names: Vec<String> = (0..=random.below(9)).map(|nth| name(nth, random)).collect();
    let mut topology = Topology::new();
    // Some hosts are named by themselves first, some last, some only where they are joined.
    let count = random.below(names.len() + 1);
    for host in random.some_of(&names, count) {
        topology = topology.host(host);
    }
    for nth in 0..random.below(7) {
        topology = topology.segment(segment(nth, &names, random));
    }
    let alone = names.iter().filter(|name| !topology.hosts().any(|known| known == *name));
    let alone: Vec<String> = alone.cloned().collect();
    topology = alone.into_iter().fold(topology, Topology::host);
    if random.once_in(8) {
        topology = topology.faults();
    }
    if random.once_in(8) {
        topology = topology.seed(random.below(usize::MAX) as u64);
    }
    for _ in 0..random.below(3) {
        topology = schedules::right(&names, random).into_iter().fold(topology, |all, fault| {
            // Only where there is what it is about.
            let with = all.clone().fault(fault);
            if Plan::new(&with).is_ok() { with } else { all }
        });
    }
    let count = random.below(names.len() + 1);
    random.some_of(&names, count).into_iter().fold(topology, Topology::router)
}

/// One in which most words are wrong.
pub(crate) fn wrong(random: &mut Random) -> Topology {
    const WORDS: [&str; 16] = [
        "",
        "a",
        "b",
        "A",
        "gw",
        "a b",
        "\"",
        "\\",
        "\n\r\t\0\u{7f}\u{85}",
        "é",
        "#",
        "'''",
        "localhost",
        "10.0.0.1/24",
        "10.0.0.1",
        "fd00::1/64",
    ];
    let word = |random: &mut Random| (*random.one_of(&WORDS)).to_owned();
    let words = |random: &mut Random| -> Vec<String> {
        (0..random.below(4)).map(|_| word(random)).collect()
    };
    let end = |random: &mut Random| {
        words(random).into_iter().fold(Endpoint::new(word(random)), Endpoint::addr)
    };
    let mut topology = words(random).into_iter().fold(Topology::new(), Topology::host);
    for _ in 0..random.below(4) {
        let ends: Vec<Endpoint> = (0..random.below(4)).map(|_| end(random)).collect();
        let lan = words(random).into_iter().fold(Lan::new(ends), Lan::subnet);
        let lan = lan.name(word(random)).mtu(random.below(70_000) as u32);
        // A host twice would be a key twice.
        topology = topology.lan(lan.from(word(random), faults::wrong(random)));
        if random.once_in(2) {
            let link = Link::new(end(random), end(random)).name(word(random));
            topology = topology.link(faults::of_link(link, random));
        }
    }
    for _ in 0..random.below(3) {
        topology = topology.fault(schedules::wrong(&word, random));
    }
    words(random).into_iter().fold(topology, Topology::router)
}

fn name(nth: usize, random: &mut Random) -> String {
    let long = "n".repeat(60);
    let stems = ["a", "Site_A-", "_", "lan", &long];
    format!("{}{nth}", random.one_of(&stems))
}

/// The `nth` one; its subnets are no other's.
fn segment(nth: usize, names: &[String], random: &mut Random) -> Segment {
    let is_link = names.len() > 1 && random.once_in(2);
    let count = if is_link { 2 } else { 1 + random.below(names.len()) };
    let hosts = random.some_of(names, count);
    let (ends, subnets) = addresses(nth, hosts, random);
    let is_v4 = !subnets.is_empty() && !subnets.iter().any(|subnet| subnet.contains(':'));
    let least = if is_v4 && ends.iter().all(|end| end.addrs().iter().all(|a| !a.contains(':'))) {
        68
    } else {
        1280
    };
    let mtu = random.once_in(3).then(|| (least + random.below(65_536 - least)) as u32);
    let name = random.once_in(3).then(|| format!("wire-{nth}"));
    let can_fail = random.once_in(8);
    let hosts: Vec<String> = ends.iter().map(|end| end.host().to_owned()).collect();
    let count = random.below(3);
    let from: Vec<(String, Faults)> = random
        .some_of(&hosts, count)
        .into_iter()
        .map(|host| (host, faults::right(random)))
        .collect();
    let from = if random.once_in(3) { from } else { Vec::new() };
    // The methods of links and LANs are the same, but of no trait.
    macro_rules! with_options {
        ($segment:expr) => {{
            let segment = subnets.into_iter().fold($segment, |all, one| all.subnet(one));
            let segment = mtu.into_iter().fold(segment, |all, mtu| all.mtu(mtu));
            let segment = if can_fail { segment.faults() } else { segment };
            let segment = from.into_iter().fold(segment, |all, (host, own)| all.from(host, own));
            name.into_iter().fold(segment, |all, name| all.name(name)).into()
        }};
    }
    if is_link {
        let mut ends = ends.into_iter();
        let (Some(a), Some(b)) = (ends.next(), ends.next()) else {
            unreachable!("a link has two ends")
        };
        let link = Link::new(a, b);
        let link = if random.once_in(3) { link.delay("20ms").loss("1.5%") } else { link };
        with_options!(link)
    } else {
        with_options!(Lan::new(ends))
    }
}

/// The hosts with their addresses, and the subnets of their segment.
fn addresses(nth: usize, hosts: Vec<String>, random: &mut Random) -> (Vec<Endpoint>, Vec<String>) {
    let mut ends: Vec<Endpoint> = hosts.into_iter().map(Endpoint::new).collect();
    let mut subnets = Vec::new();
    let families = [random.once_in(2), random.once_in(2)];
    for is_v6 in [false, true].into_iter().filter(|&is_v6| families[usize::from(is_v6)]) {
        // A second subnet of the family, for some of the ends, if the segment has none of its own.
        let has_subnet = random.once_in(2);
        let addr = |which: usize, host: usize| match is_v6 {
            false => format!("172.{}.{which}.{host}/24", 16 + nth),
            true if host.is_multiple_of(2) => format!("FD{nth:02X}:{which}:0::{host:04x}/64"),
            true => format!("fd{nth:02x}:{which}::{host:x}/64"),
        };
        if has_subnet {
            subnets.push(if is_v6 {
                format!("fd{nth:02x}:0::/64")
            } else {
                format!("172.{}.0.0/24", 16 + nth)
            });
        }
        let all = !has_subnet && random.once_in(2);
        for (host, end) in ends.iter_mut().enumerate() {
            if all || random.once_in(3) {
                *end = end.clone().addr(addr(0, host + 1));
            }
            if all && random.once_in(3) {
                *end = end.clone().addr(addr(1, host + 1));
            }
        }
    }
    (ends, subnets)
}
