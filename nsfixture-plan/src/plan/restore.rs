//! The steps that bring a host's interface back.

use super::compute::Plan;
use super::model::{HostEnd, Route, SiteId};
use super::step::Op;
use super::steps::Steps;
use crate::addr::{Family, IfAddr};

/// What a host's interface that is to be brought back has now.
#[derive(Debug, Clone, Copy)]
pub struct Restore<'a> {
    /// Its addresses, except link-local ones.
    pub present: &'a [IfAddr],
    /// The IPv6 addresses that it had before it was set down, if they are known.
    pub before: Option<&'a [IfAddr]>,
    /// True if the kernel enables IPv6 on it.
    pub with_ipv6: bool,
    /// True if it is up.
    pub is_up: bool,
}

impl Plan {
    /// Returns the operations that bring a host's interface up and give it back its addresses, and those
    /// that add its routes, some of which may still be there. It carries packets once its other end is up,
    /// too.
    ///
    /// Of a family of which it has addresses, it gets no others: the test may have renumbered it. Of IPv6, it
    /// gets those that it had before, if they are known. It gets no route that its addresses do not allow.
    ///
    /// # Panics
    /// Panics if the end is not part of this plan.
    pub fn restore(&self, end: HostEnd, now: Restore<'_>) -> (Vec<Op>, Vec<Op>) {
        let interface = self.interface(end);
        let mut steps = Steps::default();
        if !now.is_up {
            if now.with_ipv6 {
                steps.no_link_local(end, interface);
            }
            steps.up(end);
        }
        let lacks = |family| !now.present.iter().any(|addr| addr.family() == family);
        let planned = |family| interface.addrs.iter().filter(move |addr| addr.family() == family);
        let mut addrs = Vec::new();
        if lacks(Family::V4) {
            addrs.extend(planned(Family::V4));
        }
        if lacks(Family::V6) && now.with_ipv6 {
            match now.before {
                Some(before) => addrs.extend(before),
                None => addrs.extend(planned(Family::V6)),
            }
        }
        for &addr in &addrs {
            steps.add(SiteId::Node(end.node), Op::Address { interface: end.interface, addr });
        }
        if !now.is_up && now.with_ipv6 {
            steps.own_link_local(end, interface);
            steps.link_local(end, interface);
        }
        let first = std::mem::take(&mut steps);

        addrs.extend(now.present);
        let is_possible = |route: &Route| {
            let has_source = addrs.iter().any(|addr| addr.addr() == route.source);
            has_source && addrs.iter().any(|addr| addr.subnet().contains(route.via))
        };
        let node = &self.nodes[end.node];
        let own = node.routes.iter().enumerate().filter(|(_, r)| r.interface == end.interface);
        for (route, _) in own.filter(|(_, route)| is_possible(route)) {
            steps.add(SiteId::Node(end.node), Op::Route { route });
        }
        let is_own = |&interface: &usize| interface == end.interface;
        steps.group_routes(end.node, node.group_interface.filter(is_own));
        let ops = |steps: Steps| steps.0.into_iter().map(|step| step.op).collect();
        (ops(first), ops(steps))
    }
}
