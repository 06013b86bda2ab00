//! Random topologies, every one of them valid. The same seed gives the same topology.

mod cables;
mod supply;

use nsfixture::{Endpoint, Lan, Link, Segment, Topology};

use self::cables::Cable;
use self::supply::{Block, Family, Supply};
use crate::random::Random;

const MOST_HOSTS: u64 = 12;

/// A topology of up to 12 hosts, of whom any number are routers, with links and LANs between
/// them, of which any number of words are given and the rest is left to the plan.
#[must_use]
pub fn random(seed: u64) -> Topology {
    let mut random = Random::new(seed);
    let mut names: Vec<String> =
        (0..random.within(1..MOST_HOSTS + 1)).map(|nth| format!("h{nth}")).collect();
    random.shuffle(&mut names);
    let said_first = random.within(0..names.len() as u64 + 1) as usize;
    let mut topology = names[..said_first].iter().fold(Topology::new(), Topology::host);

    let mut supply = Supply::default();
    for (nth, cable) in cables::random(&mut random, names.len()).into_iter().enumerate() {
        let name = random.once_in(4).then(|| format!("net{nth}"));
        topology = topology.segment(segment(&mut random, &mut supply, &names, &cable, name));
    }
    for name in &names {
        if !topology.hosts().any(|host| host == name) {
            topology = topology.host(name);
        }
    }

    random.shuffle(&mut names);
    let routers = match random.within(0..6) {
        0 => 0,
        1 => names.len() as u64,
        _ => random.within(0..names.len() as u64 + 1),
    };
    names.into_iter().take(routers as usize).fold(topology, Topology::router)
}

fn segment(
    random: &mut Random,
    supply: &mut Supply,
    names: &[String],
    cable: &Cable,
    name: Option<String>,
) -> Segment {
    let mut ends: Vec<Endpoint> =
        cable.hosts.iter().map(|&host| Endpoint::new(&names[host])).collect();
    let families: &[Family] = match random.within(0..6) {
        0 | 1 => &[],
        2 => &[Family::V4],
        3 => &[Family::V6],
        4 => &[Family::V4, Family::V6],
        _ => &[Family::V6, Family::V4],
    };
    let mut subnets = Vec::new();
    for &family in families {
        subnets.extend(give(random, supply, family, &mut ends));
    }
    // Without a word of addresses the segment has both families.
    let ipv4_only = families == [Family::V4];
    let mtu = random.once_in(3).then(|| match random.within(0..3) {
        0 => 1280,
        1 if ipv4_only => random.within(68..1280) as u32,
        1 => random.within(1280..1500) as u32,
        _ => random.within(1500..65536) as u32,
    });

    match <[Endpoint; 2]>::try_from(ends) {
        Ok([a, b]) if !cable.lan => {
            let link = subnets.into_iter().fold(Link::new(a, b), Link::subnet);
            let link = mtu.into_iter().fold(link, Link::mtu);
            name.into_iter().fold(link, Link::name).into()
        }
        ends => {
            let ends = ends.map_or_else(|ends| ends, Vec::from);
            let lan = subnets.into_iter().fold(Lan::new(ends), Lan::subnet);
            let lan = mtu.into_iter().fold(lan, Lan::mtu);
            name.into_iter().fold(lan, Lan::name).into()
        }
    }
}

/// Gives a segment addresses of a family: a subnet, which is returned, or addresses, or both.
fn give(
    random: &mut Random,
    supply: &mut Supply,
    family: Family,
    ends: &mut [Endpoint],
) -> Option<String> {
    match random.within(0..4) {
        0 => Some(supply.subnet(random, family, ends.len()).to_string()),
        1 => {
            let mut block = supply.subnet(random, family, ends.len());
            give_some(random, &mut block, ends);
            Some(block.to_string())
        }
        2 => {
            let mut block = supply.subnet(random, family, ends.len());
            give_some(random, &mut block, ends);
            None
        }
        _ => {
            let two = [(); 2].map(|()| supply.roomy_subnet(random, family));
            give_two(random, two, ends);
            None
        }
    }
}

/// The first end and some others get an address, and perhaps a second one.
fn give_some(random: &mut Random, block: &mut Block, ends: &mut [Endpoint]) {
    for (nth, end) in ends.iter_mut().enumerate() {
        if nth == 0 || random.once_in(2) {
            add(random, block, end);
            if block.is_roomy() && random.once_in(4) {
                add(random, block, end);
            }
        }
    }
}

/// Two subnets in one segment: the first end is in both, the second and the third, which no
/// longer share one, are in one each, and the others anywhere.
fn give_two(random: &mut Random, [mut first, mut second]: [Block; 2], ends: &mut [Endpoint]) {
    for (nth, end) in ends.iter_mut().enumerate() {
        let (in_first, in_second) = match nth {
            0 => (true, true),
            1 => (true, false),
            2 => (false, true),
            _ => (random.once_in(2), random.once_in(2)),
        };
        if in_first {
            add(random, &mut first, end);
        }
        if in_second {
            add(random, &mut second, end);
        }
    }
}

fn add(random: &mut Random, block: &mut Block, end: &mut Endpoint) {
    *end = end.clone().addr(block.address(random));
}

#[cfg(test)]
mod tests {
    use super::random;

    #[test]
    fn comes_again_with_its_seed() {
        assert_eq!(random(7), random(7));
        assert_ne!(random(7), random(8));
    }
}
