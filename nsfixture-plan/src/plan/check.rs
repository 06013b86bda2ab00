//! From texts to values that cannot be wrong; what needs several segments is left to `allocate`.

use std::collections::{HashMap, HashSet};

use crate::addr::{IfAddr, Subnet};
use crate::name::NodeName;
use crate::problem::{Kind, Location, Problem, Problems};
use crate::suggest::did_you_mean;
use crate::topology::{Endpoint, Lan, Segment, SegmentKind, Topology};

/// A topology whose words are all right.
pub(super) struct Checked {
    pub(super) hosts: Vec<NodeName>,
    /// The places of those in `hosts` that are routers.
    pub(super) routers: Vec<usize>,
    pub(super) segments: Vec<CheckedSegment>,
}

pub(super) struct CheckedSegment {
    pub(super) kind: SegmentKind,
    pub(super) name: String,
    pub(super) mtu: Option<u32>,
    pub(super) subnets: Vec<Subnet>,
    pub(super) ends: Vec<CheckedEnd>,
}

pub(super) struct CheckedEnd {
    /// The place of its host in [`Checked::hosts`].
    pub(super) host: usize,
    pub(super) addrs: Vec<IfAddr>,
}

pub(super) fn check(topology: &Topology) -> Result<Checked, Problems> {
    let mut problems = Vec::new();
    // A lan with nobody in it is told so by itself.
    if topology.hosts.is_empty() && topology.segments.is_empty() {
        problems.push(Problem::new(Location::Host(0), Kind::NoHosts));
    }
    let hosts = hosts(topology, &mut problems);
    let places: HashMap<&str, usize> =
        topology.hosts().enumerate().map(|(place, host)| (host, place)).collect();
    let routers = routers(topology, &places, &mut problems);
    let names = names(topology, &mut problems);
    let mut segments = Vec::new();
    for ((nth, segment), name) in topology.segments.iter().enumerate().zip(names) {
        mtu(nth, segment, &mut problems);
        shape(nth, segment, &mut problems);
        let subnets = subnets(nth, segment, &mut problems);
        let end = |(place, end): (usize, &Endpoint)| CheckedEnd {
            host: places.get(end.host()).copied().unwrap_or_default(),
            addrs: addrs(nth, place, end, &mut problems),
        };
        let ends = segment.ends().iter().enumerate().map(end).collect();
        let (kind, mtu) = (segment.kind(), segment.mtu());
        segments.push(CheckedSegment { kind, name, mtu, subnets, ends });
    }
    if problems.is_empty() {
        Ok(Checked { hosts, routers, segments })
    } else {
        Err(Problems(problems))
    }
}

fn hosts(topology: &Topology, problems: &mut Vec<Problem>) -> Vec<NodeName> {
    let mut seen = HashMap::new();
    let mut hosts = Vec::new();
    for (nth, host) in topology.hosts.iter().enumerate() {
        match NodeName::new(host) {
            Ok(name) => hosts.push(name),
            Err(why) => {
                let kind = Kind::Name { host: host.clone(), why };
                problems.push(Problem::new(Location::Host(nth), kind));
            }
        }
        // Names are looked up without regard to case (RFC 4343).
        let first = *seen.entry(host.to_ascii_lowercase()).or_insert(nth);
        if first != nth {
            let first = topology.hosts[first].clone();
            let kind = Kind::HostTwice { host: host.clone(), first };
            problems.push(Problem::new(Location::Host(nth), kind));
        }
    }
    hosts
}

fn routers(
    topology: &Topology,
    places: &HashMap<&str, usize>,
    problems: &mut Vec<Problem>,
) -> Vec<usize> {
    let mut routers = Vec::new();
    for (nth, router) in topology.routers.iter().enumerate() {
        let kind = match places.get(router.as_str()) {
            Some(place) if routers.contains(place) => Kind::RouterTwice { router: router.clone() },
            Some(&place) => {
                routers.push(place);
                continue;
            }
            None => Kind::UnknownRouter {
                router: router.clone(),
                meant: did_you_mean(router, topology.hosts()).map(str::to_owned),
            },
        };
        problems.push(Problem::new(Location::Router(nth), kind));
    }
    routers
}

/// The name of each segment: the one that it was given, or `lan1`, `link1`, ...: the first of
/// those that is free.
fn names(topology: &Topology, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut taken = HashSet::new();
    for (nth, segment) in topology.segments.iter().enumerate() {
        let Some(name) = segment.name() else { continue };
        let kind = if NodeName::new(name).is_err() {
            Kind::SegmentName { of: segment.kind(), name: name.to_owned() }
        } else if !taken.insert(name) {
            Kind::SegmentNameTwice { name: name.to_owned() }
        } else {
            continue;
        };
        problems.push(Problem::new(Location::Name(nth), kind));
    }
    let mut next = HashMap::new();
    let mut free = |of: SegmentKind| {
        let next = next.entry(of).or_insert(0);
        loop {
            *next += 1;
            let name = format!("{of}{next}");
            if !taken.contains(name.as_str()) {
                return name;
            }
        }
    };
    let name = |segment: &Segment| match segment.name() {
        Some(name) => name.to_owned(),
        None => free(segment.kind()),
    };
    topology.segments.iter().map(name).collect()
}

/// Who is joined to it, and how often.
fn shape(nth: usize, segment: &Segment, problems: &mut Vec<Problem>) {
    match segment {
        Segment::Link(link) => {
            let [a, b] = link.ends();
            if a.host == b.host {
                let kind = Kind::Loop { host: a.host.clone() };
                problems.push(Problem::new(Location::Endpoint(nth, 1), kind));
            }
        }
        Segment::Lan(lan) => {
            let hosts = lan.ends.len();
            let mut seen = HashSet::new();
            for (place, end) in lan.ends.iter().enumerate() {
                if !seen.insert(end.host()) {
                    let kind = Kind::TwiceInLan { host: end.host.clone() };
                    problems.push(Problem::new(Location::Endpoint(nth, place), kind));
                }
            }
            if hosts == 0 {
                problems.push(Problem::new(Location::Segment(nth), Kind::NobodyInLan));
            } else if hosts > Lan::MAX_HOSTS {
                problems.push(Problem::new(Location::Segment(nth), Kind::TooManyInLan { hosts }));
            }
        }
    }
}

/// The least is that of `ETH_MIN_MTU` (`linux/if_ether.h`), the most that of `ETH_MAX_MTU`.
fn mtu(nth: usize, segment: &Segment, problems: &mut Vec<Problem>) {
    let given = segment.subnets().iter().chain(segment.ends().iter().flat_map(Endpoint::addrs));
    let bare = given.clone().next().is_none();
    let ipv6 = bare || given.into_iter().any(|text| text.contains(':'));
    let least = if ipv6 { 1280 } else { 68 };
    if let Some(mtu) = segment.mtu()
        && !(least..=65535).contains(&mtu)
    {
        problems.push(Problem::new(Location::Mtu(nth), Kind::Mtu { mtu, least }));
    }
}

fn subnets(nth: usize, segment: &Segment, problems: &mut Vec<Problem>) -> Vec<Subnet> {
    let mut subnets: Vec<Subnet> = Vec::new();
    for (place, text) in segment.subnets().iter().enumerate() {
        let kind = match text.parse::<Subnet>() {
            Err(why) => Kind::Subnet { text: text.clone(), why },
            Ok(subnet) if subnets.iter().any(|other| other.family() == subnet.family()) => {
                Kind::SubnetTwice { of: segment.kind(), family: subnet.family() }
            }
            Ok(subnet) => {
                subnets.push(subnet);
                continue;
            }
        };
        problems.push(Problem::new(Location::Subnet(nth, place), kind));
    }
    subnets
}

fn addrs(nth: usize, place: usize, end: &Endpoint, problems: &mut Vec<Problem>) -> Vec<IfAddr> {
    let mut addrs = Vec::new();
    for (which, text) in end.addrs.iter().enumerate() {
        match text.parse() {
            Ok(addr) => addrs.push(addr),
            Err(why) => {
                let kind = Kind::Address { text: text.clone(), why };
                problems.push(Problem::new(Location::Address(nth, place, which), kind));
            }
        }
    }
    addrs
}
