//! What is done when.

use std::collections::HashSet;

use super::{Interface, LanPlan, LinkPlan, NodePlan, Plan, Side};
use crate::addr::{Cidr, Family};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub at: At,
    /// What.
    pub op: Op,
}

/// A host or a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum At {
    /// The host at this place of [`Plan::nodes`](super::Plan::nodes).
    Node(usize),
    /// The switch at this place of [`Plan::switches`](super::Plan::switches).
    Switch(usize),
}

/// What a [`Step`] does. Interfaces are those of the host or the switch, by their places there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Make the host, a thread with its namespaces, its view and its baseline of sysctls; or make
    /// the switch's network namespace.
    Make,
    /// Bring `lo` up.
    Loopback,
    /// Make a link's two ends, each where it belongs, and bring the first up.
    Veth {
        /// The place of the link in [`Plan::links`](super::Plan::links).
        link: usize,
    },
    /// Make the switch's bridge; until it is up, no port of it forwards anything.
    Bridge,
    /// Make the cable between a port of the switch and its host, and bring the port up.
    Cable {
        /// The place of the end in [`LanPlan::ends`].
        end: usize,
    },
    /// Keep the kernel from making the link-local address, which it does asynchronously.
    NoLinkLocal {
        /// Of which interface.
        interface: usize,
    },
    /// Bring an interface up.
    Up {
        /// Which.
        interface: usize,
    },
    /// Add an address.
    Address {
        /// To which interface.
        interface: usize,
        /// The address.
        addr: Cidr,
    },
    /// Let the kernel make the link-local address when the interface comes up the next time.
    LinkLocal {
        /// Of which interface.
        interface: usize,
    },
    /// Wait until an interface carries packets.
    Ready {
        /// Which.
        interface: usize,
    },
    /// Add a route.
    Route {
        /// Its place in [`NodePlan::routes`].
        route: usize,
    },
}

/// First all hosts and switches, then all links and cables, then the confirmation that every
/// interface carries packets, and the routes.
///
/// A bridge comes up when all hosts have their addresses: what each says of itself to all others
/// meanwhile (RFC 3810) would otherwise be passed to every one of them.
///
/// What is done in one place stands together where the order allows it, for such steps go to the
/// kernel in one message.
pub(super) fn order(nodes: &[NodePlan], links: &[LinkPlan], lans: &[LanPlan]) -> Vec<Step> {
    let mut steps = Steps::default();
    (0..nodes.len()).for_each(|node| steps.add(At::Node(node), Op::Make));
    (0..lans.len()).for_each(|lan| steps.add(At::Switch(lan), Op::Make));
    for (nth, lan) in lans.iter().enumerate() {
        steps.add(At::Switch(nth), Op::Bridge);
        (0..lan.ends.len()).for_each(|end| steps.add(At::Switch(nth), Op::Cable { end }));
    }

    let mut made_by = vec![Vec::new(); nodes.len()];
    for (nth, link) in links.iter().enumerate() {
        made_by[link.ends[0].node].push(nth);
    }
    let firsts: HashSet<(usize, usize)> =
        links.iter().map(|link| (link.ends[0].node, link.ends[0].interface)).collect();
    let is_first = |side: Side| firsts.contains(&(side.node, side.interface));
    for (node, links) in made_by.iter().enumerate().filter(|(_, links)| !links.is_empty()) {
        steps.add(At::Node(node), Op::Loopback);
        for &link in links {
            steps.add(At::Node(node), Op::Veth { link });
        }
        for (side, interface) in sides(nodes, node).filter(|(side, _)| is_first(*side)) {
            // It is up already: the message that made it has seen to that.
            steps.no_link_local(side, interface);
            steps.addresses(side, interface);
        }
    }
    for (node, links) in made_by.iter().enumerate() {
        if links.is_empty() {
            steps.add(At::Node(node), Op::Loopback);
        }
        for (side, interface) in sides(nodes, node).filter(|(side, _)| !is_first(*side)) {
            // An address that is added to an interface that is down is taken up twice.
            steps.no_link_local(side, interface);
            steps.add(At::Node(node), Op::Up { interface: side.interface });
            steps.addresses(side, interface);
        }
    }

    for (nth, lan) in lans.iter().enumerate() {
        for port in 1..=lan.ends.len() {
            steps.add(At::Switch(nth), Op::Ready { interface: port });
        }
        steps.add(At::Switch(nth), Op::Up { interface: 0 });
        steps.add(At::Switch(nth), Op::Ready { interface: 0 });
    }
    for (place, node) in nodes.iter().enumerate() {
        sides(nodes, place).for_each(|(side, interface)| steps.ready(side, interface));
        let routes = 0..node.routes.len();
        routes.for_each(|route| steps.add(At::Node(place), Op::Route { route }));
    }
    steps.0
}

impl Plan {
    /// What brings a host's interface up again after it was down, with all that the kernel has
    /// taken from it meanwhile: its IPv6 addresses, and every route over it. Its IPv4 addresses
    /// it has kept. Whether it carries packets then depends on its other end, too.
    ///
    /// # Panics
    /// If the side is not of this plan.
    pub fn bring_back(&self, side: Side) -> Vec<Op> {
        let mut steps = Steps::default();
        let (interface, place) = (self.interface(side), side.interface);
        steps.no_link_local(side, interface);
        steps.add(At::Node(side.node), Op::Up { interface: place });
        steps.addresses(side, interface);
        steps.link_local(side, interface);
        let routes = self.nodes[side.node].routes.iter().enumerate();
        for (route, _) in routes.filter(|(_, route)| route.interface == place) {
            steps.add(At::Node(side.node), Op::Route { route });
        }
        let kept = |op: &Op| matches!(op, Op::Address { addr, .. } if addr.family() == Family::V4);
        steps.0.into_iter().map(|step| step.op).filter(|op| !kept(op)).collect()
    }
}

fn sides(nodes: &[NodePlan], node: usize) -> impl Iterator<Item = (Side, &Interface)> {
    let interfaces = nodes[node].interfaces.iter().enumerate();
    interfaces.map(move |(interface, plan)| (Side { node, interface }, plan))
}

#[derive(Default)]
struct Steps(Vec<Step>);

impl Steps {
    fn add(&mut self, at: At, op: Op) {
        self.0.push(Step { at, op });
    }

    fn no_link_local(&mut self, side: Side, interface: &Interface) {
        if interface.speaks_ipv6() {
            self.add(At::Node(side.node), Op::NoLinkLocal { interface: side.interface });
        }
    }

    fn link_local(&mut self, side: Side, interface: &Interface) {
        if interface.speaks_ipv6() {
            self.add(At::Node(side.node), Op::LinkLocal { interface: side.interface });
        }
    }

    fn ready(&mut self, side: Side, interface: &Interface) {
        self.link_local(side, interface);
        self.add(At::Node(side.node), Op::Ready { interface: side.interface });
    }

    fn addresses(&mut self, side: Side, interface: &Interface) {
        let link_local = Cidr::new(interface.link_local().into(), 64);
        let link_local = link_local.expect("link-local is unicast");
        let own = interface.speaks_ipv6().then_some(link_local);
        for addr in interface.addrs.iter().copied().chain(own) {
            self.add(At::Node(side.node), Op::Address { interface: side.interface, addr });
        }
    }
}
