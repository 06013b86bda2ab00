//! The steps that bring a host's interface back.

use super::compute::Plan;
use super::model::{HostEnd, SiteId};
use super::step::Op;
use super::steps::Steps;
use crate::addr::Family;

impl Plan {
    /// Returns the operations that bring a host's interface up again after it was down, and restore
    /// what the kernel has removed meanwhile: its IPv6 addresses, and every route through it. It
    /// keeps its IPv4 addresses. It carries packets once its other end is up, too.
    ///
    /// # Panics
    /// Panics if the end is not part of this plan.
    pub fn restore(&self, end: HostEnd) -> Vec<Op> {
        let mut steps = Steps::default();
        let interface = self.interface(end);
        steps.no_link_local(end, interface);
        steps.up(end);
        steps.addresses(end, interface);
        steps.link_local(end, interface);
        let routes = self.nodes[end.node].routes.iter().enumerate();
        for (route, _) in routes.filter(|(_, route)| route.interface == end.interface) {
            steps.add(SiteId::Node(end.node), Op::Route { route });
        }
        let group_interface = self.nodes[end.node].group_interface;
        steps.group_routes(end.node, group_interface.filter(|&own| own == end.interface));
        let kept = |op: &Op| matches!(op, Op::Address { addr, .. } if addr.family() == Family::V4);
        steps.0.into_iter().map(|step| step.op).filter(|op| !kept(op)).collect()
    }
}
