//! The order of the steps.

use super::model::{CablePlan, HostEnd, Interface, NodePlan, SiteId, SwitchPlan};
use super::step::{Op, Step};
use crate::addr::IfAddr;

/// Orders all steps: first all sites, then all cables, then the confirmation that every interface
/// carries packets, and the routes.
///
/// A bridge comes up once all hosts have their addresses: it would otherwise pass what each of them
/// announces (RFC 3810) to all the others.
///
/// Steps in one site follow each other where the order allows it, because they go to the kernel in
/// one message.
pub(super) fn order(
    nodes: &[NodePlan],
    switches: &[SwitchPlan],
    cables: &[CablePlan],
) -> Vec<Step> {
    let mut steps = Steps::default();
    (0..nodes.len()).for_each(|node| steps.add(SiteId::Node(node), Op::Create));
    (0..switches.len()).for_each(|switch| steps.add(SiteId::Switch(switch), Op::Create));

    let wires = || cables.iter().enumerate().filter(|(_, cable)| cable.wire.is_some());
    if wires().next().is_some() {
        steps.add(SiteId::Engine, Op::Create);
    }

    let created_at = created_at(cables, nodes.len(), switches.len());
    for (switch, created) in created_at.switches.iter().enumerate() {
        steps.add(SiteId::Switch(switch), Op::Bridge);
        for &cable in created {
            let plain = cables[cable].wire.is_none();
            let op = if plain { Op::Cable { cable } } else { Op::Half { cable, end: 0 } };
            steps.add(SiteId::Switch(switch), op);
        }
    }
    for (cable, plan) in wires() {
        for (end, [first, second]) in [0, 1].map(|end| (end, plan.half(end).expect("a wire"))) {
            let op = match first.site {
                SiteId::Engine => Op::Half { cable, end },
                // It was created in the switch.
                _ => Op::Up { interface: second.interface },
            };
            steps.add(SiteId::Engine, op);
        }
    }
    // The first end of a cable comes up when the cable is created.
    let is_up = |end: HostEnd| {
        let mut created = created_at.nodes[end.node].iter();
        created.any(|&cable| cables[cable].ends[0] == end.into())
    };
    for (node, cables) in created_at.nodes.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        steps.add(SiteId::Node(node), Op::Loopback);
        for &cable in cables {
            steps.add(SiteId::Node(node), Op::Cable { cable });
        }
        for (end, interface) in ends(nodes, node).filter(|(end, _)| is_up(*end)) {
            steps.no_link_local(end, interface);
            steps.addresses(end, interface);
        }
    }
    for (node, cables) in created_at.nodes.iter().enumerate() {
        if cables.is_empty() {
            steps.add(SiteId::Node(node), Op::Loopback);
        }
        for (end, interface) in ends(nodes, node).filter(|(end, _)| !is_up(*end)) {
            // The kernel would set up an address twice that is added while the interface is down.
            steps.no_link_local(end, interface);
            steps.up(end);
            steps.addresses(end, interface);
        }
    }

    for (switch, plan) in switches.iter().enumerate() {
        let site = SiteId::Switch(switch);
        (1..plan.interfaces.len()).for_each(|port| steps.add(site, Op::Ready { interface: port }));
        steps.add(site, Op::Up { interface: 0 });
        steps.add(site, Op::Ready { interface: 0 });
    }
    for (_, cable) in wires() {
        for port in cable.wire.iter().flat_map(|wire| wire.ports) {
            steps.add(SiteId::Engine, Op::Ready { interface: port });
        }
    }
    for (node, plan) in nodes.iter().enumerate() {
        for (end, interface) in ends(nodes, node) {
            steps.link_local(end, interface);
            steps.add(SiteId::Node(node), Op::Ready { interface: end.interface });
        }
        (0..plan.routes.len()).for_each(|route| steps.add(SiteId::Node(node), Op::Route { route }));
        steps.group_routes(node, plan.group_interface);
    }
    steps.0
}

/// The cables, or halves of them, that are created in each host and in each switch.
struct CreatedAt {
    nodes: Vec<Vec<usize>>,
    switches: Vec<Vec<usize>>,
}

fn created_at(cables: &[CablePlan], nodes: usize, switches: usize) -> CreatedAt {
    let mut created = CreatedAt { nodes: vec![vec![]; nodes], switches: vec![vec![]; switches] };
    for (nth, cable) in cables.iter().enumerate() {
        match cable.ends[0].site {
            SiteId::Node(node) if cable.wire.is_none() => created.nodes[node].push(nth),
            SiteId::Switch(switch) => created.switches[switch].push(nth),
            SiteId::Node(_) | SiteId::Engine => {}
        }
    }
    created
}

fn ends(nodes: &[NodePlan], node: usize) -> impl Iterator<Item = (HostEnd, &Interface)> {
    let interfaces = nodes[node].interfaces.iter().enumerate();
    interfaces.map(move |(interface, plan)| (HostEnd { node, interface }, plan))
}

#[derive(Default)]
pub(super) struct Steps(pub(super) Vec<Step>);

impl Steps {
    pub(super) fn add(&mut self, site: SiteId, op: Op) {
        self.0.push(Step { site, op });
    }

    pub(super) fn up(&mut self, end: HostEnd) {
        self.add(SiteId::Node(end.node), Op::Up { interface: end.interface });
    }

    pub(super) fn no_link_local(&mut self, end: HostEnd, interface: &Interface) {
        if interface.speaks_ipv6() {
            self.add(SiteId::Node(end.node), Op::NoLinkLocal { interface: end.interface });
        }
    }

    pub(super) fn link_local(&mut self, end: HostEnd, interface: &Interface) {
        if interface.speaks_ipv6() {
            self.add(SiteId::Node(end.node), Op::LinkLocal { interface: end.interface });
        }
    }

    pub(super) fn group_routes(&mut self, node: usize, interface: Option<usize>) {
        if let Some(interface) = interface {
            self.add(SiteId::Node(node), Op::Multicast { interface });
            self.add(SiteId::Node(node), Op::Broadcast { interface });
        }
    }

    pub(super) fn addresses(&mut self, end: HostEnd, interface: &Interface) {
        for &addr in &interface.addrs {
            self.add(SiteId::Node(end.node), Op::Address { interface: end.interface, addr });
        }
        self.own_link_local(end, interface);
    }

    /// Adds the link-local address, which the kernel would generate later.
    pub(super) fn own_link_local(&mut self, end: HostEnd, interface: &Interface) {
        if interface.speaks_ipv6() {
            let addr = IfAddr::new(interface.link_local().into(), 64);
            let addr = addr.expect("link-local is unicast");
            self.add(SiteId::Node(end.node), Op::Address { interface: end.interface, addr });
        }
    }
}
