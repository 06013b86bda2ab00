//! From texts to values that cannot be wrong; what needs the whole topology is left to `allocate`.

use std::collections::HashSet;

use crate::addr::{Cidr, Subnet};
use crate::name::NodeName;
use crate::problem::{Element, Kind, Problem, Problems};
use crate::topology::{Link, Topology};

/// A topology whose words are all right.
pub(super) struct Checked {
    pub(super) hosts: Vec<NodeName>,
    pub(super) links: Vec<CheckedLink>,
}

pub(super) struct CheckedLink {
    pub(super) name: Option<String>,
    pub(super) mtu: Option<u32>,
    pub(super) subnets: Vec<Subnet>,
    pub(super) ends: [CheckedEnd; 2],
}

pub(super) struct CheckedEnd {
    /// The place of its host in [`Checked::hosts`].
    pub(super) host: usize,
    pub(super) addrs: Vec<Cidr>,
}

pub(super) fn check(topology: &Topology) -> Result<Checked, Problems> {
    let mut problems = Vec::new();
    if topology.hosts.is_empty() {
        problems.push(Problem::new(Element::Host(0), Kind::NoHosts));
    }
    let hosts = hosts(topology, &mut problems);
    let mut names = HashSet::new();
    let mut links = Vec::new();
    for (nth, link) in topology.links.iter().enumerate() {
        let before = problems.len();
        link_name(nth, link, &mut names, &mut problems);
        mtu(nth, link, &mut problems);
        let subnets = subnets(nth, link, &mut problems);
        let ends = [0, 1].map(|end| CheckedEnd {
            host: topology.hosts.iter().position(|host| *host == link.ends[end].host).unwrap_or(0),
            addrs: addrs(nth, link, end, &mut problems),
        });
        if link.ends[0].host == link.ends[1].host {
            let host = link.ends[0].host.clone();
            problems.push(Problem::new(Element::End(nth, 1), Kind::Loop { host }));
        }
        if problems.len() == before {
            links.push(CheckedLink { name: link.name.clone(), mtu: link.mtu, subnets, ends });
        }
    }
    if problems.is_empty() { Ok(Checked { hosts, links }) } else { Err(Problems(problems)) }
}

fn hosts(topology: &Topology, problems: &mut Vec<Problem>) -> Vec<NodeName> {
    let mut seen = HashSet::new();
    let mut hosts = Vec::new();
    for (nth, host) in topology.hosts.iter().enumerate() {
        match NodeName::new(host) {
            Ok(name) => hosts.push(name),
            Err(why) => {
                let kind = Kind::Name { host: host.clone(), why };
                problems.push(Problem::new(Element::Host(nth), kind));
            }
        }
        // Names are looked up without regard to case (RFC 4343).
        if !seen.insert(host.to_ascii_lowercase()) {
            let kind = Kind::HostTwice { host: host.clone() };
            problems.push(Problem::new(Element::Host(nth), kind));
        }
    }
    hosts
}

fn link_name<'t>(
    nth: usize,
    link: &'t Link,
    names: &mut HashSet<&'t str>,
    problems: &mut Vec<Problem>,
) {
    let Some(name) = &link.name else { return };
    let kind = if NodeName::new(name).is_err() {
        Kind::LinkName { name: name.clone() }
    } else if !names.insert(name) {
        Kind::LinkNameTwice { name: name.clone() }
    } else {
        return;
    };
    problems.push(Problem::new(Element::LinkName(nth), kind));
}

/// The least is that of `ETH_MIN_MTU` (`linux/if_ether.h`), the most that of `ETH_MAX_MTU`.
fn mtu(nth: usize, link: &Link, problems: &mut Vec<Problem>) {
    let ipv6 = link.subnets.iter().chain(link.ends.iter().flat_map(|end| &end.addrs));
    let bare = link.subnets.is_empty() && link.ends.iter().all(|end| end.addrs.is_empty());
    let least = if bare || ipv6.into_iter().any(|text| text.contains(':')) { 1280 } else { 68 };
    if let Some(mtu) = link.mtu {
        if !(least..=65535).contains(&mtu) {
            problems.push(Problem::new(Element::Mtu(nth), Kind::Mtu { mtu, least }));
        }
    }
}

fn subnets(nth: usize, link: &Link, problems: &mut Vec<Problem>) -> Vec<Subnet> {
    let mut subnets: Vec<Subnet> = Vec::new();
    for (place, text) in link.subnets.iter().enumerate() {
        let kind = match text.parse::<Subnet>() {
            Err(why) => Kind::Subnet { text: text.clone(), why },
            Ok(subnet) if subnets.iter().any(|other| other.family() == subnet.family()) => {
                Kind::SubnetTwice { family: subnet.family() }
            }
            Ok(subnet) => {
                subnets.push(subnet);
                continue;
            }
        };
        problems.push(Problem::new(Element::Subnet(nth, place), kind));
    }
    subnets
}

fn addrs(nth: usize, link: &Link, end: usize, problems: &mut Vec<Problem>) -> Vec<Cidr> {
    let mut addrs = Vec::new();
    for (place, text) in link.ends[end].addrs.iter().enumerate() {
        match text.parse() {
            Ok(addr) => addrs.push(addr),
            Err(why) => {
                let kind = Kind::Address { text: text.clone(), why };
                problems.push(Problem::new(Element::Address(nth, end, place), kind));
            }
        }
    }
    addrs
}
