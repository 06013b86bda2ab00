//! Addresses and names for what was not given one.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::check::{Checked, CheckedLink};
use super::{Interface, LinkPlan, NodePlan, Side};
use crate::addr::{Cidr, Family, Subnet};
use crate::name::{IfName, NodeName};
use crate::problem::{Element, Kind, Problem, Problems};

/// The MTU of a link that was not given one: Ethernet's.
const MTU: u32 = 1500;

pub(super) fn allocate(checked: Checked) -> Result<(Vec<NodePlan>, Vec<LinkPlan>), Problems> {
    let Checked { hosts, links } = checked;
    let mut problems = taken_twice(&hosts, &links);
    let given: Vec<Vec<Subnet>> =
        links.iter().enumerate().map(|(nth, link)| given(nth, link, &mut problems)).collect();
    overlaps(&hosts, &links, &given, &mut problems);

    let mut pool = Pool { given: given.concat(), next: 0 };
    let mut nodes: Vec<NodePlan> = hosts
        .iter()
        .map(|name| NodePlan {
            name: name.clone(),
            interfaces: Vec::new(),
            hosts_file: String::new(),
        })
        .collect();
    let mut plans = Vec::new();
    for ((nth, link), mut subnets) in links.into_iter().enumerate().zip(given) {
        if subnets.is_empty() {
            match pool.next() {
                Some(pair) => subnets = pair.into(),
                None => problems.push(Problem::new(Element::Link(nth), Kind::NoSubnet)),
            }
        }
        let addrs = addresses(nth, &hosts, &link, &subnets, &mut problems);
        let mut sides = addrs.into_iter().enumerate().map(|(end, addrs)| {
            let node = link.ends[end].host;
            let interfaces = &mut nodes[node].interfaces;
            interfaces.push(Interface {
                name: IfName::eth(interfaces.len()),
                index: index(nth, end),
                mac: mac(nth, end),
                mtu: link.mtu.unwrap_or(MTU),
                addrs,
            });
            Side { node, interface: interfaces.len() - 1 }
        });
        if let (Some(a), Some(b)) = (sides.next(), sides.next()) {
            plans.push(LinkPlan { name: link.name, ends: [a, b] });
        }
    }
    if problems.is_empty() { Ok((nodes, plans)) } else { Err(Problems(problems)) }
}

/// The subnets that a link's own words give, the link's own first.
fn given(nth: usize, link: &CheckedLink, problems: &mut Vec<Problem>) -> Vec<Subnet> {
    let mut subnets = link.subnets.clone();
    for (end, place, addr) in each_addr(link) {
        let of_link = link.subnets.iter().find(|subnet| subnet.family() == addr.family());
        match of_link {
            Some(&subnet) if subnet != addr.subnet() => {
                let kind = Kind::Outside { addr, subnet };
                problems.push(Problem::new(Element::Address(nth, end, place), kind));
            }
            _ if subnets.contains(&addr.subnet()) => {}
            _ => subnets.push(addr.subnet()),
        }
    }
    subnets
}

fn each_addr(link: &CheckedLink) -> impl Iterator<Item = (usize, usize, Cidr)> {
    link.ends.iter().enumerate().flat_map(|(end, checked)| {
        checked.addrs.iter().enumerate().map(move |(place, &addr)| (end, place, addr))
    })
}

/// What each end gets: its own addresses, or the next free one of each family of the link.
fn addresses(
    nth: usize,
    hosts: &[NodeName],
    link: &CheckedLink,
    subnets: &[Subnet],
    problems: &mut Vec<Problem>,
) -> [Vec<Cidr>; 2] {
    let mut addrs = [link.ends[0].addrs.clone(), link.ends[1].addrs.clone()];
    for family in [Family::V4, Family::V6] {
        let Some(&subnet) = subnets.iter().find(|subnet| subnet.family() == family) else {
            continue;
        };
        for end in [0, 1] {
            if addrs[end].iter().any(|addr| addr.family() == family) {
                continue;
            }
            let taken: Vec<Cidr> = addrs.concat();
            if let Some(addr) = subnet.hosts().find(|addr| !taken.contains(addr)) {
                addrs[end].push(addr);
            } else {
                let host = hosts[link.ends[end].host].to_string();
                problems.push(Problem::new(Element::End(nth, end), Kind::Full { host, subnet }));
            }
        }
        apart(nth, hosts, link, family, &addrs, problems);
    }
    addrs
}

/// Two ends that have addresses of a family but share no subnet of it cannot talk.
fn apart(
    nth: usize,
    hosts: &[NodeName],
    link: &CheckedLink,
    family: Family,
    addrs: &[Vec<Cidr>; 2],
    problems: &mut Vec<Problem>,
) {
    if link.subnets.iter().any(|subnet| subnet.family() == family) {
        return; // `given` has seen to it that all are in that one
    }
    let of_end = |end: usize| addrs[end].iter().copied().filter(move |a| a.family() == family);
    let (Some(a), Some(b)) = (of_end(0).next(), of_end(1).next()) else { return };
    if !of_end(0).any(|a| of_end(1).any(|b| a.subnet() == b.subnet())) {
        let name = |end: usize| hosts[link.ends[end].host].to_string();
        let kind = Kind::Apart { a: (name(0), a), b: (name(1), b) };
        problems.push(Problem::new(Element::Link(nth), kind));
    }
}

fn taken_twice(hosts: &[NodeName], links: &[CheckedLink]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut first: HashMap<IpAddr, usize> = HashMap::new();
    for (nth, link) in links.iter().enumerate() {
        for (end, place, addr) in each_addr(link) {
            let host = link.ends[end].host;
            if let Some(&other) = first.get(&addr.addr()) {
                let kind =
                    Kind::AddressTwice { addr: addr.addr(), first: hosts[other].to_string() };
                problems.push(Problem::new(Element::Address(nth, end, place), kind));
            } else {
                first.insert(addr.addr(), host);
            }
        }
    }
    problems
}

fn overlaps(
    hosts: &[NodeName],
    links: &[CheckedLink],
    given: &[Vec<Subnet>],
    problems: &mut Vec<Problem>,
) {
    // Sorted by where they begin, two subnets overlap only if one holds the next one's beginning.
    let mut all: Vec<(Subnet, usize)> = given
        .iter()
        .enumerate()
        .flat_map(|(nth, subnets)| subnets.iter().map(move |&subnet| (subnet, nth)))
        .collect();
    all.sort();
    let mut widest: Option<(Subnet, usize)> = None;
    for (subnet, nth) in all {
        match widest {
            // Ends that share no subnet are told so by `apart`.
            Some((other, first)) if first == nth && other.overlaps(subnet) => {}
            Some((other, first)) if other.overlaps(subnet) => {
                let ends = &links[first].ends;
                let link =
                    format!("between `{}` and `{}`", hosts[ends[0].host], hosts[ends[1].host]);
                let kind = Kind::Overlap { subnet, other, link };
                problems.push(Problem::new(Element::Link(nth), kind));
            }
            _ => widest = Some((subnet, nth)),
        }
    }
}

/// Subnets for the links that were given none.
struct Pool {
    given: Vec<Subnet>,
    next: u16,
}

impl Pool {
    /// `10.x.y.0/24` and `fd00:0:0:n::/64`, those that nothing given overlaps.
    fn next(&mut self) -> Option<[Subnet; 2]> {
        loop {
            let n = self.next;
            self.next = n.checked_add(1)?;
            let v4 = Ipv4Addr::from(0x0a00_0000 | u32::from(n) << 8);
            let v6 = Ipv6Addr::new(0xfd00, 0, 0, n + 1, 0, 0, 0, 0);
            let pair = [Subnet::around(v4.into(), 24), Subnet::around(v6.into(), 64)];
            if !self.given.iter().any(|given| pair.iter().any(|own| own.overlaps(*given))) {
                return Some(pair);
            }
        }
    }
}

/// 1 is `lo`'s in every host.
fn index(link: usize, end: usize) -> u32 {
    u32::try_from(2 + 2 * link + end).expect("fewer than 2^31 links")
}

/// `02` marks a locally administered address (IEEE 802, clause 8.4).
fn mac(link: usize, end: usize) -> [u8; 6] {
    let [_, b, c, d] = index(link, end).to_be_bytes();
    [0x02, 0x6e, 0x73, b, c, d]
}
