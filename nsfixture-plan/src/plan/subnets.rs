//! The subnets of each segment: those that were given, or free ones.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::checked::{Checked, CheckedSegment};
use crate::addr::{Family, IfAddr, Subnet};
use crate::problem::{Kind, Location, Problem};
use crate::topology::SegmentKind;

/// Returns the subnets of each segment; addresses are allocated from the first of each family.
pub(super) fn of_segments(checked: &Checked, problems: &mut Vec<Problem>) -> Vec<Vec<Subnet>> {
    check_duplicates(checked, problems);
    let each = checked.segments.iter().enumerate();
    let mut all: Vec<Vec<Subnet>> =
        each.clone().map(|(nth, segment)| given(nth, segment, problems)).collect();
    let disjoint: Vec<bool> =
        each.map(|(nth, segment)| has_disjoint_ends(nth, checked, segment, problems)).collect();
    check_overlaps(checked, &all, &disjoint, problems);

    let mut pool = Pool { given: all.concat(), next: 0 };
    for ((nth, segment), subnets) in checked.segments.iter().enumerate().zip(&mut all) {
        if subnets.is_empty() {
            if let Some(pair) = pool.next(segment.ends.len()) {
                let is_meant =
                    |subnet: &Subnet| segment.family.is_none_or(|f| f == subnet.family());
                *subnets = pair.into_iter().filter(is_meant).collect();
            } else {
                let kind = Kind::NoSubnet { of: segment.kind };
                problems.push(Problem::new(Location::Segment(nth), kind));
            }
        }
    }
    all
}

/// Returns the given addresses of a segment, each with the indices of its end and of itself.
fn each_addr(segment: &CheckedSegment) -> impl Iterator<Item = (usize, usize, IfAddr)> {
    segment.ends.iter().enumerate().flat_map(|(end, checked)| {
        checked.addrs.iter().enumerate().map(move |(place, &addr)| (end, place, addr))
    })
}

fn check_duplicates(checked: &Checked, problems: &mut Vec<Problem>) {
    let mut first: HashMap<IpAddr, usize> = HashMap::new();
    for (nth, segment) in checked.segments.iter().enumerate() {
        for (end, place, addr) in each_addr(segment) {
            let host = segment.ends[end].host;
            if let Some(&other) = first.get(&addr.addr()) {
                let first = checked.hosts[other].to_string();
                let kind = Kind::AddressTwice { addr: addr.addr(), first };
                problems.push(Problem::new(
                    Location::Address { segment: nth, endpoint: end, address: place },
                    kind,
                ));
            } else {
                first.insert(addr.addr(), host);
            }
        }
    }
}

/// Returns the subnets that a segment is given, by itself or by its addresses.
fn given(nth: usize, segment: &CheckedSegment, problems: &mut Vec<Problem>) -> Vec<Subnet> {
    let mut subnets = segment.subnets.clone();
    for (end, place, addr) in each_addr(segment) {
        let of_segment = segment.subnets.iter().find(|subnet| subnet.family() == addr.family());
        match of_segment {
            Some(&subnet) if subnet != addr.subnet() => {
                let kind = Kind::Outside { of: segment.kind, addr, subnet };
                problems.push(Problem::new(
                    Location::Address { segment: nth, endpoint: end, address: place },
                    kind,
                ));
            }
            _ if subnets.contains(&addr.subnet()) => {}
            _ => subnets.push(addr.subnet()),
        }
    }
    subnets
}

/// Returns true, and reports it, if an end has addresses of a family but shares no subnet with any
/// other end.
fn has_disjoint_ends(
    nth: usize,
    checked: &Checked,
    segment: &CheckedSegment,
    problems: &mut Vec<Problem>,
) -> bool {
    let before = problems.len();
    for family in [Family::V4, Family::V6] {
        if segment.subnets.iter().any(|subnet| subnet.family() == family) {
            continue; // `given` has checked that all addresses are in that one
        }
        let addrs = |end: usize| {
            let addrs = segment.ends[end].addrs.iter().copied();
            addrs.filter(move |addr| addr.family() == family)
        };
        // The number of ends in each subnet. An end without an address gets one of the first.
        let mut members: HashMap<Subnet, usize> = HashMap::new();
        let mut first = None;
        let mut count = |subnet| *members.entry(subnet).or_default() += 1;
        for end in 0..segment.ends.len() {
            let mut subnets: Vec<Subnet> = addrs(end).map(IfAddr::subnet).collect();
            first = first.or(subnets.first().copied());
            subnets.sort();
            subnets.dedup();
            subnets.into_iter().for_each(&mut count);
        }
        let Some(first) = first else { continue };
        let bare = segment.ends.iter().filter(|end| end.addrs.is_empty()).count();
        *members.entry(first).or_default() += bare;
        let alone = |end: &usize| {
            addrs(*end).next().is_some() && addrs(*end).all(|addr| members[&addr.subnet()] == 1)
        };
        let alone: Vec<(usize, IfAddr)> = (0..segment.ends.len())
            .filter(alone)
            .filter_map(|end| Some((end, addrs(end).next()?)))
            .collect();
        let name = |end: usize| checked.hosts[segment.ends[end].host].to_string();
        match (segment.kind, &alone[..]) {
            (SegmentKind::Link, &[(0, a), (1, b)]) => {
                let kind = Kind::Apart { a: (name(0), a), b: (name(1), b) };
                problems.push(Problem::new(Location::Segment(nth), kind));
            }
            (SegmentKind::Link, _) => {}
            _ if segment.ends.len() == 1 => {}
            _ => {
                // The subnet of most, or of the first of them.
                let most = members.values().copied().max().unwrap_or_default();
                let others = Some(first).filter(|first| members[first] == most);
                let others = others.or_else(|| {
                    let all = (0..segment.ends.len()).flat_map(addrs).map(IfAddr::subnet);
                    all.into_iter().find(|subnet| members[subnet] == most)
                });
                let Some(others) = others else { continue };
                for &(end, addr) in alone.iter().filter(|(_, addr)| addr.subnet() != others) {
                    let location = Location::Endpoint { segment: nth, endpoint: end };
                    let kind = Kind::Alone { host: name(end), addr, others };
                    problems.push(Problem::new(location, kind));
                }
            }
        }
    }
    problems.len() > before
}

fn check_overlaps(
    checked: &Checked,
    given: &[Vec<Subnet>],
    disjoint: &[bool],
    problems: &mut Vec<Problem>,
) {
    // Sorted by their first address, two subnets overlap only if one contains the start of the next.
    let mut all: Vec<(Subnet, usize)> = given
        .iter()
        .enumerate()
        .flat_map(|(nth, subnets)| subnets.iter().map(move |&subnet| (subnet, nth)))
        .collect();
    all.sort();
    let mut widest: Option<(Subnet, usize)> = None;
    for (subnet, nth) in all {
        match widest {
            Some((other, first)) if other.overlaps(subnet) => {
                let problem = if first != nth {
                    // Reported at the one that was added later.
                    let ((early, other), (late, subnet)) = if first < nth {
                        ((first, other), (nth, subnet))
                    } else {
                        ((nth, subnet), (first, other))
                    };
                    let with = describe(checked, early);
                    Problem::new(Location::Segment(late), Kind::Overlap { subnet, other, with })
                } else if disjoint[nth] {
                    continue; // already reported
                } else {
                    let of = checked.segments[nth].kind;
                    Problem::new(Location::Segment(nth), Kind::Prefixes { subnet, other, of })
                };
                problems.push(problem);
            }
            _ => widest = Some((subnet, nth)),
        }
    }
}

fn describe(checked: &Checked, nth: usize) -> String {
    let segment = &checked.segments[nth];
    let name = |end: usize| &checked.hosts[segment.ends[end].host];
    match segment.ends.len() {
        1 => format!("{} of `{}`", segment.kind, name(0)),
        2 => format!("{} between `{}` and `{}`", segment.kind, name(0), name(1)),
        _ => format!("{} of `{}`, `{}`, ...", segment.kind, name(0), name(1)),
    }
}

/// A pool of subnets for the segments that were given none.
struct Pool {
    given: Vec<Subnet>,
    /// In units of the smallest IPv4 subnet, a /24.
    next: u32,
}

impl Pool {
    /// Returns `10.x.y.0/24`, or a larger subnet if that has too few addresses, and
    /// `fd00:0:0:n::/64`, the next ones that overlap with none of the given ones.
    fn next(&mut self, hosts: usize) -> Option<[Subnet; 2]> {
        const UNITS: u32 = 1 << 16;
        // Two addresses are the network's and the broadcast address.
        let units = (hosts + 2).div_ceil(256).next_power_of_two();
        let units = u32::try_from(units).ok()?;
        let prefix = 24 - units.trailing_zeros() as u8;
        loop {
            let n = self.next.next_multiple_of(units);
            if n + units > UNITS {
                return None;
            }
            self.next = n + units;
            let v4 = Ipv4Addr::from(0x0a00_0000 | n << 8);
            let group = u16::try_from(n + 1).ok()?;
            let v6 = Ipv6Addr::new(0xfd00, 0, 0, group, 0, 0, 0, 0);
            let pair = [Subnet::containing(v4.into(), prefix), Subnet::containing(v6.into(), 64)];
            if !self.given.iter().any(|given| pair.iter().any(|own| own.overlaps(*given))) {
                return Some(pair);
            }
        }
    }
}
