//! Random topologies, all of them valid. The same seed gives the same topology.

mod cables;
mod generators;

use nsfixture::{Endpoint, Lan, Link, Segment, Topology};

use self::cables::Cable;
use self::generators::{Block, Family, SubnetGenerator};
use crate::random::Random;

const MAX_HOSTS: u64 = 12;

/// Returns a topology of up to 12 hosts, any of which may be routers, with links and LANs between them. Some options are set,
/// and the others are left to the plan.
#[must_use]
pub fn random(seed: u64) -> Topology {
    let mut random = Random::new(seed);
    let mut names: Vec<String> =
        (0..random.within(1..MAX_HOSTS + 1)).map(|nth| format!("h{nth}")).collect();
    random.shuffle(&mut names);
    let said_first = random.within(0..names.len() as u64 + 1) as usize;
    let mut topology = names[..said_first].iter().fold(Topology::new(), Topology::host);

    let mut generator = SubnetGenerator::default();
    for (nth, cable) in cables::random(&mut random, names.len()).into_iter().enumerate() {
        let name = random.once_in(4).then(|| format!("net{nth}"));
        topology = topology.segment(segment(&mut random, &mut generator, &names, &cable, name));
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
    let topology = names.into_iter().take(routers as usize).fold(topology, Topology::router);
    if seed.is_multiple_of(4) { topology.faults() } else { topology }
}

fn segment(
    random: &mut Random,
    generator: &mut SubnetGenerator,
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
        subnets.extend(give(random, generator, family, &mut ends));
    }
    // Without addresses and subnets, a segment has both families.
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

/// Assigns a segment addresses of a family: a subnet, which is returned, or addresses, or both.
fn give(
    random: &mut Random,
    generator: &mut SubnetGenerator,
    family: Family,
    ends: &mut [Endpoint],
) -> Option<String> {
    match random.within(0..4) {
        0 => Some(generator.subnet(random, family, ends.len()).to_string()),
        1 => {
            let mut block = generator.subnet(random, family, ends.len());
            give_some(random, &mut block, ends);
            Some(block.to_string())
        }
        2 => {
            let mut block = generator.subnet(random, family, ends.len());
            give_some(random, &mut block, ends);
            None
        }
        _ => {
            let two = [(); 2].map(|()| generator.roomy_subnet(random, family));
            give_two(random, two, ends);
            None
        }
    }
}

/// Assigns addresses to the first end and to some others, perhaps a second one, too.
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

/// Assigns two subnets to one segment: the first end is in both, the second and the third are in one each, so that they share
/// none, and the others are in any.
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
    fn same_seed_gives_same_topology() {
        assert_eq!(random(7), random(7));
        assert_ne!(random(7), random(8));
    }
}
