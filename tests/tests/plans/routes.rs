//! Routes: that they lead where they should, the shortest way, and nowhere in circles.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nsfixture::Topology;
use nsfixture_plan::addr::{Family, IfAddr};
use nsfixture_plan::{HostEnd, NodePlan, Plan, Route};

use super::check_each;
use super::links::{Wires, segments};

/// Addresses that no host has.
const NOBODYS: [IpAddr; 4] = [
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1)),
    IpAddr::V4(Ipv4Addr::new(10, 0, 0, 250)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0xdead, 0, 0, 0, 0, 1)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 1, 0, 0, 0, 0xffff)),
];

fn neighbours(plan: &Plan, side: HostEnd) -> Vec<HostEnd> {
    segments(plan).find(|ends| ends.contains(&side)).expect("each interface is of a segment")
}

fn has(plan: &Plan, side: HostEnd, addr: IpAddr) -> Option<IfAddr> {
    plan.interface(side).addrs.iter().copied().find(|own| own.addr() == addr)
}

#[test]
fn the_next_hop_is_a_router_on_the_segment() {
    check_each(|_, plan| {
        for (node, of) in plan.nodes.iter().enumerate() {
            for route in &of.routes {
                let Route { to, via, interface, source } = *route;
                let here = HostEnd { node, interface };
                let source = has(plan, here, source).expect("the source is the interface's");
                let ends = neighbours(plan, here);
                let next = ends.iter().find(|side| has(plan, **side, via).is_some());
                let next = next.unwrap_or_else(|| panic!("{route:?}: no neighbour has {via}"));
                assert_ne!(next.node, node, "{route:?} leads back");
                assert!(plan.nodes[next.node].forwards, "{route:?}: no router");
                assert!(source.subnet().contains(via), "{route:?}: not on-link");
                assert_eq!(Family::of(via), to.family());
                assert_eq!(source.family(), to.family());
            }
        }
    });
}

#[test]
fn each_subnet_has_one_route() {
    check_each(|_, plan| {
        for node in &plan.nodes {
            let mut seen = HashSet::new();
            for route in &node.routes {
                assert!(seen.insert(route.to), "two routes to {}", route.to);
                let own = node.addrs().any(|addr| addr.subnet() == route.to);
                assert!(!own, "{route} leads to where the host is");
            }
        }
    });
}

#[test]
fn one_default_route_and_what_it_does_not_cover() {
    check_each(|_, plan| {
        for node in &plan.nodes {
            for family in [Family::V4, Family::V6] {
                let routes = node.routes.iter().filter(|route| route.family() == family);
                let (defaults, others): (Vec<&Route>, Vec<&Route>) =
                    routes.partition(|route| route.to.prefix_len() == 0);
                if node.forwards {
                    assert!(defaults.is_empty(), "a router has {defaults:?}");
                    continue;
                }
                match defaults[..] {
                    [] => assert!(others.is_empty(), "no default route in addition to {others:?}"),
                    [default] => {
                        let same = others.iter().find(|other| other.via == default.via);
                        assert!(same.is_none(), "the default route covers {same:?}");
                    }
                    _ => panic!("several default routes: {defaults:?}"),
                }
            }
        }
    });
}

/// What a packet passes by the routes alone, hop by hop.
fn walk(plan: &Plan, from: usize, to: IpAddr) -> Option<Vec<usize>> {
    let mut passed = vec![from];
    let mut here = from;
    loop {
        let node = &plan.nodes[here];
        if node.addrs().any(|addr| addr.addr() == to) {
            return Some(passed);
        }
        if here != from && !node.forwards {
            return None;
        }
        let direct = node.interfaces.iter().enumerate().flat_map(|(interface, plan)| {
            plan.addrs.iter().map(move |addr| (addr.subnet(), interface, to))
        });
        let routed = node.routes.iter().map(|route| (route.to, route.interface, route.via));
        let fitting = direct.chain(routed).filter(|(subnet, ..)| subnet.contains(to));
        let (_, interface, hop) = fitting.max_by_key(|(subnet, ..)| subnet.prefix_len())?;
        let ends = neighbours(plan, HostEnd { node: here, interface });
        here = ends.iter().find(|side| has(plan, **side, hop).is_some())?.node;
        assert!(!passed.contains(&here), "from {from} to {to} in circles: {passed:?}, {here}");
        passed.push(here);
    }
}

#[test]
fn nothing_goes_in_circles() {
    check_each(|_, plan| {
        let all = plan.nodes.iter().flat_map(NodePlan::addrs).map(IfAddr::addr);
        for to in all.chain(NOBODYS) {
            for from in 0..plan.nodes.len() {
                assert_eq!(walk(plan, from, to), plan.path(from, to), "from {from} to {to}");
            }
        }
    });
}

#[test]
fn what_is_joined_is_reached_and_comes_back_by_a_shortest_way() {
    check_each(|_, plan| {
        let wires = Wires::of(plan);
        for from in 0..plan.nodes.len() {
            let distances = wires.distances(from);
            for (there, to, subnet) in wires.addrs() {
                let (path, reaches) = (plan.path(from, to), plan.reaches(from, to));
                assert_eq!(
                    reaches,
                    there == from || distances[subnet].is_some(),
                    "from {from} to {to}, {distances:?}"
                );
                assert_eq!(path.is_some(), reaches, "there, but not back");
                let Some(path) = path else { continue };
                assert_eq!((path[0], path[path.len() - 1]), (from, there));
                if there == from {
                    assert_eq!(path.len(), 1);
                    continue;
                }
                // The last router may be who is looked for.
                let before = path.len() - 2;
                let distance = distances[subnet].expect("it is reached");
                let at_router = plan.nodes[there].forwards && before + 1 == distance;
                assert!(before == distance || at_router, "{path:?} is not {distance} long");
            }
        }
    });
}

#[test]
fn who_reaches_is_reached() {
    check_each(|_, plan| {
        let all = 0..plan.nodes.len();
        let mut reached = HashSet::new();
        for (there, node) in plan.nodes.iter().enumerate() {
            for addr in node.addrs() {
                let from = all.clone().filter(|&from| plan.reaches(from, addr.addr()));
                reached.extend(from.map(|from| (from, there, addr.family())));
            }
        }
        for &(from, there, family) in &reached {
            let back = reached.contains(&(there, from, family));
            assert!(back, "{from} reaches {there} with {family}, but not the other way");
        }
    });
}

#[test]
fn the_same_topology_gives_the_same_plan() {
    check_each(|topology, plan| {
        assert_eq!(&Plan::new(&topology.clone()).expect("it did before"), plan);
    });
}

#[test]
fn what_is_added_apart_changes_nothing() {
    check_each(|topology, plan| {
        let apart = Topology::clone(topology)
            .lan(["apart1", "apart2", "apart3"])
            .link(("apart3", "apart4"))
            .router("apart3")
            .host("apart5");
        let more = Plan::new(&apart).expect("nothing is wrong with that");
        for (before, after) in plan.nodes.iter().zip(&more.nodes) {
            assert_eq!(before.interfaces, after.interfaces);
            assert_eq!(before.routes, after.routes);
            assert!(
                after.hosts.file().starts_with(before.hosts.file()) || before.interfaces.is_empty()
            );
        }
    });
}
