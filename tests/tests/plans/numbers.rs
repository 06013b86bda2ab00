//! Names, numbers and addresses.

use std::collections::HashSet;
use std::net::IpAddr;

use nsfixture::{Interface, Segment, SegmentKind, Topology};
use nsfixture_plan::addr::{IfAddr, Subnet};
use nsfixture_plan::name::IF_NAME_MAX;
use nsfixture_plan::{HostEnd, NodePlan, Plan, SiteId};

use super::check_each;
use super::links::segments;

fn places(plan: &Plan) -> impl Iterator<Item = SiteId> {
    let switches = (0..plan.switches.len()).map(SiteId::Switch);
    (0..plan.nodes.len()).map(SiteId::Node).chain(switches)
}

#[test]
fn names_differ_in_each_host() {
    check_each(|_, plan| {
        for at in places(plan) {
            let mut seen = HashSet::from(["lo"]);
            for Interface { name, .. } in plan.interfaces(at) {
                assert!(seen.insert(name.as_str()), "{at:?} has two of {name}");
                assert!((1..=IF_NAME_MAX).contains(&name.as_str().len()), "{name:?}");
            }
        }
    });
}

#[test]
fn numbers_differ_in_the_network() {
    check_each(|_, plan| {
        // 1 is `lo`'s.
        let (mut indexes, mut macs) = (HashSet::from([1]), HashSet::new());
        for interface in places(plan).flat_map(|at| plan.interfaces(at)) {
            assert!(indexes.insert(interface.index), "the index of {interface:?}");
            assert!(macs.insert(interface.mac), "the hardware address of {interface:?}");
            assert_eq!(interface.mac[0] & 3, 2, "local, and of one station: {interface:?}");
        }
    });
}

#[test]
fn addresses_differ_in_the_network() {
    check_each(|_, plan| {
        let mut seen = HashSet::new();
        for addr in plan.nodes.iter().flat_map(NodePlan::addrs) {
            assert!(seen.insert(addr.addr()), "{addr} is a duplicate");
        }
    });
}

#[test]
fn subnets_do_not_overlap() {
    check_each(|_, plan| {
        let of_segment = |ends: Vec<HostEnd>| -> HashSet<Subnet> {
            let addrs = ends.iter().flat_map(|&side| &plan.interface(side).addrs);
            addrs.map(|addr| addr.subnet()).collect()
        };
        let all: Vec<Subnet> = segments(plan).flat_map(of_segment).collect();
        for (nth, subnet) in all.iter().enumerate() {
            let other = all[..nth].iter().find(|other| other.overlaps(*subnet));
            assert!(other.is_none(), "{subnet} overlaps {other:?}");
        }
    });
}

/// Each segment of a topology with its ends in the plan.
fn both<'t>(
    topology: &'t Topology,
    plan: &'t Plan,
) -> impl Iterator<Item = (&'t Segment, Vec<HostEnd>)> {
    let mut links = plan.links.iter();
    let mut lans = plan.lans.iter();
    topology.segments().iter().map(move |segment| match segment.kind() {
        SegmentKind::Link => {
            (segment, plan.link_ends(links.next().expect("as many links")).to_vec())
        }
        SegmentKind::Lan => (segment, plan.lan_ends(lans.next().expect("as many LANs"))),
        other => unreachable!("a segment of the kind {other}"),
    })
}

fn parse<T: std::str::FromStr<Err: std::fmt::Debug>>(texts: &[String]) -> Vec<T> {
    texts.iter().map(|text| text.parse().expect("it was given, and is right")).collect()
}

#[test]
fn what_is_given_is_kept() {
    check_each(|topology, plan| {
        let names: Vec<&str> = plan.nodes.iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, topology.hosts().collect::<Vec<_>>());
        let mut next = vec![0; names.len()];
        for (segment, sides) in both(topology, plan) {
            assert_eq!(segment.ends().len(), sides.len());
            for (end, side) in segment.ends().iter().zip(sides) {
                assert_eq!(end.host(), names[side.node]);
                assert_eq!(side.interface, next[side.node], "in the order of the segments");
                next[side.node] += 1;
                let Interface { mtu, addrs, .. } = plan.interface(side);
                assert_eq!(*mtu, segment.mtu().unwrap_or(1500));
                let given: Vec<IfAddr> = parse(end.addrs());
                assert_eq!(addrs[..given.len()], given, "given ones come first");
            }
        }
        for (node, name) in plan.nodes.iter().zip(names) {
            assert_eq!(node.forwards, topology.routers().any(|router| router == name));
        }
    });
}

#[test]
fn addresses_are_of_their_segments_subnets() {
    check_each(|topology, plan| {
        for (segment, sides) in both(topology, plan) {
            let given: Vec<IfAddr> =
                segment.ends().iter().flat_map(|end| parse::<IfAddr>(end.addrs())).collect();
            let mut subnets: Vec<Subnet> = parse(segment.subnets());
            subnets.extend(given.iter().map(|addr| addr.subnet()));
            for ipv4 in [true, false] {
                let of_family = |addr: IpAddr| addr.is_ipv4() == ipv4;
                let first = subnets.iter().find(|subnet| of_family(subnet.network()));
                let mut shared = None;
                let of_segment = parse::<Subnet>(segment.subnets());
                let is_of_segment = of_segment.iter().any(|subnet| of_family(subnet.network()));
                for (&side, end) in sides.iter().zip(segment.ends()) {
                    let addrs = &plan.interface(side).addrs;
                    let own: Vec<_> = addrs.iter().filter(|a| of_family(a.addr())).collect();
                    let is_given =
                        parse::<IfAddr>(end.addrs()).iter().any(|addr| of_family(addr.addr()));
                    // An end that is given addresses gets others only from the segment's own subnets.
                    let is_there = is_given
                        || is_of_segment
                        || (end.addrs().is_empty() && (first.is_some() || subnets.is_empty()));
                    assert_eq!(!own.is_empty(), is_there, "{side:?}, IPv4: {ipv4}");
                    for addr in own.into_iter().filter(|addr| !given.contains(*addr)) {
                        let subnet = *shared.get_or_insert(addr.subnet());
                        assert_eq!(addr.subnet(), subnet, "a host that is given none shares one");
                        assert!(first.is_none_or(|first| *first == subnet), "{addr}, {first:?}");
                    }
                }
            }
        }
    });
}
