//! LANs and links in the form that all pictures share.

use crate::addr::Subnet;
use crate::plan::{DEFAULT_MTU, HostEnd, NodePlan, Plan};
use crate::topology::SegmentKind;

/// A LAN or a link.
pub(super) struct Segment<'a> {
    pub(super) kind: SegmentKind,
    pub(super) name: &'a str,
    pub(super) subnets: Vec<Subnet>,
    /// The MTU, unless it is the default.
    pub(super) mtu: Option<u32>,
    pub(super) ends: Vec<HostEnd>,
}

impl Segment<'_> {
    /// Returns `mtu 1400`, unless the MTU is the default.
    pub(super) fn mtu_note(&self) -> Option<String> {
        self.mtu.map(|mtu| format!("mtu {mtu}"))
    }
}

/// Returns all LANs, followed by all links.
pub(super) fn segments(plan: &Plan) -> Vec<Segment<'_>> {
    let lans =
        plan.lans.iter().map(|lan| segment(plan, SegmentKind::Lan, &lan.name, plan.lan_ends(lan)));
    let links = plan
        .links
        .iter()
        .map(|link| segment(plan, SegmentKind::Link, &link.name, plan.link_ends(link).into()));
    lans.chain(links).collect()
}

fn segment<'a>(
    plan: &'a Plan,
    kind: SegmentKind,
    name: &'a str,
    ends: Vec<HostEnd>,
) -> Segment<'a> {
    let mut subnets = Vec::new();
    for addr in ends.iter().flat_map(|&end| &plan.interface(end).addrs) {
        if !subnets.contains(&addr.subnet()) {
            subnets.push(addr.subnet());
        }
    }
    let mtu = ends.first().map(|&end| plan.interface(end).mtu);
    Segment { kind, name, subnets, mtu: mtu.filter(|&mtu| mtu != DEFAULT_MTU), ends }
}

/// Returns the name of a host, marked if it is a router.
pub(super) fn marked(node: &NodePlan) -> String {
    if node.forwards { format!("{} (router)", node.name) } else { node.name.to_string() }
}
