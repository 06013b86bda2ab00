//! From strings to valid values. What depends on several segments is left to `allocate`.

use std::collections::{HashMap, HashSet};

use super::impairments;
use crate::addr::{Family, IfAddr, Subnet};
use crate::faults::Scope;
use crate::impairment::Impairment;
use crate::name::NodeName;
use crate::problem::{Kind, Location, Problem, Problems};
use crate::suggest::did_you_mean;
use crate::topology::{
    Endpoint, FAMILY, Lan, MTU_MAX, MTU_MIN, MTU_MIN_IPV6, Segment, SegmentKind, Topology,
};

/// A topology of valid values.
pub(super) struct Checked {
    pub(super) hosts: Vec<NodeName>,
    /// The indices of the routers in `hosts`.
    pub(super) routers: Vec<usize>,
    pub(super) segments: Vec<CheckedSegment>,
}

pub(super) struct CheckedSegment {
    pub(super) kind: SegmentKind,
    pub(super) name: String,
    pub(super) mtu: Option<u32>,
    /// The only family of addresses that are not given.
    pub(super) family: Option<Family>,
    pub(super) subnets: Vec<Subnet>,
    pub(super) ends: Vec<CheckedEnd>,
    /// What each of its cables, in the order of the ends, does to packets from its first end, and to those
    /// from its second; `None` for a plain cable. A link has one cable, a LAN one for each host, whose first
    /// end is in the switch.
    pub(super) impairments: Vec<Option<[Impairment; 2]>>,
}

pub(super) struct CheckedEnd {
    /// The index of the host in [`Checked::hosts`].
    pub(super) host: usize,
    pub(super) addrs: Vec<IfAddr>,
}

pub(super) fn check(topology: &Topology) -> Result<Checked, Problems> {
    let mut problems = Vec::new();
    // An empty LAN is a problem by itself.
    if topology.hosts.is_empty() && topology.segments.is_empty() {
        problems.push(Problem::new(Location::Host(0), Kind::NoHosts));
    }
    let hosts = hosts(topology, &mut problems);
    let places: HashMap<&str, usize> =
        topology.hosts().enumerate().map(|(place, host)| (host, place)).collect();
    let routers = routers(topology, &places, &mut problems);
    let names = names(topology, &mut problems);
    let family = topology
        .family
        .as_deref()
        .and_then(|text| parse_family(text, Location::Setting(FAMILY.name), &mut problems));
    let known: Vec<&str> = topology.hosts().collect();
    let mut segments = Vec::new();
    for ((nth, segment), name) in topology.segments.iter().enumerate().zip(names) {
        let location = Location::Option { segment: nth, key: FAMILY.name, item: 0 };
        let own = segment.family().and_then(|text| parse_family(text, location, &mut problems));
        let family = own.or(family);
        let has_ipv6 = has_ipv6(segment, family);
        mtu(nth, segment, has_ipv6, &mut problems);
        shape(nth, segment, &mut problems);
        let subnets = subnets(nth, segment, &mut problems);
        let end = |(place, end): (usize, &Endpoint)| CheckedEnd {
            host: places.get(end.host()).copied().unwrap_or_default(),
            addrs: addrs(nth, place, end, &mut problems),
        };
        let ends: Vec<CheckedEnd> = segment.ends().iter().enumerate().map(end).collect();
        let (kind, mtu) = (segment.kind(), segment.mtu());
        let scope = Scope { hosts: Some(&known), mtu: None, has_ipv6 };
        let impairments =
            impairments::of_segment(nth, segment, topology.can_fail, scope, &mut problems);
        let checked = CheckedSegment { kind, name, mtu, family, subnets, ends, impairments };
        if let Some(own) = own {
            other_family(nth, &checked, own, &mut problems);
        }
        segments.push(checked);
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

/// Returns the name of each segment: the one that it was given, or one that is free.
fn names(topology: &Topology, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    for (nth, segment) in topology.segments.iter().enumerate() {
        let Some(name) = segment.name() else { continue };
        let kind = if let Err(why) = NodeName::new(name) {
            Kind::SegmentName { of: segment.kind(), name: name.to_owned(), why }
        } else if !taken.insert(name.to_owned()) {
            Kind::SegmentNameTwice { name: name.to_owned() }
        } else {
            continue;
        };
        let location = Location::Option { segment: nth, key: "name", item: 0 };
        problems.push(Problem::new(location, kind));
    }
    let mut next = HashMap::new();
    let name = |segment: &Segment| match segment {
        _ if segment.name().is_some() => segment.name().unwrap_or_default().to_owned(),
        Segment::Link(link) => {
            let [a, b] = link.ends();
            let stem = format!("{}-{}", a.host, b.host);
            free_name(&stem, "-", &mut next, &mut taken)
        }
        Segment::Lan(_) => free_name("lan", "", &mut next, &mut taken),
    };
    topology.segments.iter().map(name).collect()
}

/// Returns the first name that is free of `STEM-2`, `STEM-3`, ..., after `STEM` itself, or of `STEM1`,
/// `STEM2`, ... where nothing separates the number.
fn free_name(
    stem: &str,
    separator: &str,
    next: &mut HashMap<String, usize>,
    taken: &mut HashSet<String>,
) -> String {
    let next = next.entry(stem.to_owned()).or_insert(1);
    loop {
        let name = match *next {
            1 if !separator.is_empty() => stem.to_owned(),
            number => format!("{stem}{separator}{number}"),
        };
        *next += 1;
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

/// Checks the number of hosts, and that there are no duplicates.
fn shape(nth: usize, segment: &Segment, problems: &mut Vec<Problem>) {
    match segment {
        Segment::Link(link) => {
            let [a, b] = link.ends();
            if a.host == b.host {
                let kind = Kind::Loop { host: a.host.clone() };
                problems.push(Problem::new(Location::Endpoint { segment: nth, endpoint: 1 }, kind));
            }
        }
        Segment::Lan(lan) => {
            let hosts = lan.ends.len();
            let mut seen = HashSet::new();
            for (place, end) in lan.ends.iter().enumerate() {
                if !seen.insert(end.host()) {
                    let kind = Kind::TwiceInLan { host: end.host.clone() };
                    problems.push(Problem::new(
                        Location::Endpoint { segment: nth, endpoint: place },
                        kind,
                    ));
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

fn parse_family(text: &str, location: Location, problems: &mut Vec<Problem>) -> Option<Family> {
    let family = Family::of_word(text);
    if family.is_none() {
        problems.push(Problem::new(location, Kind::Family { text: text.to_owned() }));
    }
    family
}

/// Reports the subnets and addresses that are given to a segment and are not of its family.
fn other_family(nth: usize, segment: &CheckedSegment, own: Family, problems: &mut Vec<Problem>) {
    let mut report = |location, text: String, found: Family| {
        if found != own {
            let kind = Kind::OtherFamily { of: segment.kind, text, found };
            problems.push(Problem::new(location, kind));
        }
    };
    for (item, subnet) in segment.subnets.iter().enumerate() {
        let location = Location::Option { segment: nth, key: "subnet", item };
        report(location, subnet.to_string(), subnet.family());
    }
    for (endpoint, end) in segment.ends.iter().enumerate() {
        for (address, addr) in end.addrs.iter().enumerate() {
            let location = Location::Address { segment: nth, endpoint, address };
            report(location, addr.to_string(), addr.family());
        }
    }
}

/// Returns true if some host gets an IPv6 address on a segment.
fn has_ipv6(segment: &Segment, family: Option<Family>) -> bool {
    let given = segment.subnets().iter().chain(segment.ends().iter().flat_map(Endpoint::addrs));
    let is_ipv6 = |text: &String| text.contains(':');
    // Without any address there is one of each family, or of the only one.
    let is_given = given.clone().next().is_some();
    if is_given { given.clone().any(is_ipv6) } else { family != Some(Family::V4) }
}

fn mtu(nth: usize, segment: &Segment, has_ipv6: bool, problems: &mut Vec<Problem>) {
    let min = if has_ipv6 { MTU_MIN_IPV6 } else { MTU_MIN };
    if let Some(mtu) = segment.mtu()
        && !(min..=MTU_MAX).contains(&mtu)
    {
        let location = Location::Option { segment: nth, key: "mtu", item: 0 };
        problems.push(Problem::new(location, Kind::Mtu { mtu, min }));
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
        problems.push(Problem::new(
            Location::Option { segment: nth, key: "subnet", item: place },
            kind,
        ));
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
                problems.push(Problem::new(
                    Location::Address { segment: nth, endpoint: place, address: which },
                    kind,
                ));
            }
        }
    }
    addrs
}
