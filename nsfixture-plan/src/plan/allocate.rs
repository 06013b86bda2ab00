//! Allocates names, numbers and addresses to what was given none.

use std::collections::HashSet;

use super::checked::{Checked, CheckedSegment};
use super::model::{
    CableEnd, CablePlan, HostEnd, Interface, LanPlan, LinkPlan, NodePlan, SiteId, SwitchPlan,
    WirePlan,
};
use crate::addr::{Family, IfAddr, Subnet};
use crate::name::{IfName, NodeName};
use crate::problem::{Kind, Location, Problem, Problems};
use crate::topology::{MTU_DEFAULT, SegmentKind};

/// Everything with its name, numbers and addresses.
pub(super) struct Allocated {
    pub(super) nodes: Vec<NodePlan>,
    pub(super) switches: Vec<SwitchPlan>,
    pub(super) cables: Vec<CablePlan>,
    /// The engine's ports.
    pub(super) ports: Vec<Interface>,
    pub(super) links: Vec<LinkPlan>,
    pub(super) lans: Vec<LanPlan>,
    /// The indices of the routers in `nodes`.
    pub(super) routers: Vec<usize>,
    /// The hosts' ends of each segment.
    pub(super) segments: Vec<Vec<HostEnd>>,
}

pub(super) fn allocate(checked: Checked) -> Result<Allocated, Problems> {
    let mut problems = Vec::new();
    let subnets = super::subnets::of_segments(&checked, &mut problems);
    let Checked { hosts, routers, segments, .. } = checked;
    let mut numbers = Numbers::default();
    let mut made = Allocated {
        nodes: hosts.iter().map(|name| NodePlan::new(name.clone())).collect(),
        switches: Vec::new(),
        cables: Vec::new(),
        ports: Vec::new(),
        links: Vec::new(),
        lans: Vec::new(),
        routers,
        segments: Vec::new(),
    };
    for &router in &made.routers {
        made.nodes[router].forwards = true;
    }
    for ((nth, segment), subnets) in segments.into_iter().enumerate().zip(subnets) {
        let addrs = addresses(nth, &hosts, &segment, &subnets, &mut problems);
        let mtu = segment.mtu.unwrap_or(MTU_DEFAULT);
        let join = |(end, addrs): (usize, _)| {
            let node = segment.ends[end].host;
            let interfaces = &mut made.nodes[node].interfaces;
            interfaces.push(numbers.interface(IfName::eth(interfaces.len()), mtu, addrs));
            HostEnd { node, interface: interfaces.len() - 1 }
        };
        let ends: Vec<HostEnd> = addrs.into_iter().enumerate().map(join).collect();
        made.segments.push(ends.clone());
        let cable = made.cables.len();
        let mut impairments = segment.impairments.into_iter();
        let mut wire = |numbers: &mut Numbers| {
            let impairments = impairments.next().flatten()?;
            let mut port = || {
                let nth = made.ports.len();
                made.ports.push(numbers.interface(IfName::port(nth + 1), mtu, Vec::new()));
                nth
            };
            Some(WirePlan { ports: [port(), port()], impairments })
        };
        if let (SegmentKind::Link, &[a, b]) = (segment.kind, &ends[..]) {
            let wire = wire(&mut numbers);
            made.cables.push(CablePlan { ends: [a.into(), b.into()], wire });
            made.links.push(LinkPlan { name: segment.name, cable });
            continue;
        }
        let switch = SiteId::Switch(made.switches.len());
        let bridge = numbers.interface(IfName::bridge(), mtu, Vec::new());
        let ports =
            (1..=ends.len()).map(|nth| numbers.interface(IfName::port(nth), mtu, Vec::new()));
        let interfaces = std::iter::once(bridge).chain(ports).collect();
        made.switches.push(SwitchPlan { name: segment.name.clone(), interfaces });
        let ports = (1..).map(|interface| CableEnd { site: switch, interface });
        let cables = ports
            .zip(ends)
            .map(|(port, end)| CablePlan { ends: [port, end.into()], wire: wire(&mut numbers) });
        made.cables.extend(cables);
        made.lans.push(LanPlan { name: segment.name, cables: cable..made.cables.len() });
    }
    if problems.is_empty() { Ok(made) } else { Err(Problems(problems)) }
}

/// Gives each end its own addresses and, from the segment's own subnets, one of each family that it lacks.
/// An end without addresses gets one of each family of the segment.
fn addresses(
    nth: usize,
    hosts: &[NodeName],
    segment: &CheckedSegment,
    subnets: &[Subnet],
    problems: &mut Vec<Problem>,
) -> Vec<Vec<IfAddr>> {
    let mut addrs: Vec<Vec<IfAddr>> = segment.ends.iter().map(|end| end.addrs.clone()).collect();
    let taken: HashSet<IfAddr> = addrs.iter().flatten().copied().collect();
    for family in [Family::V4, Family::V6] {
        let Some(&subnet) = subnets.iter().find(|subnet| subnet.family() == family) else {
            continue;
        };
        let mut free = subnet.hosts().filter(|addr| !taken.contains(addr));
        for (end, addrs) in addrs.iter_mut().enumerate() {
            let has_own = !segment.ends[end].addrs.is_empty();
            if addrs.iter().any(|addr| addr.family() == family)
                || (has_own && !segment.subnets.contains(&subnet))
            {
                continue;
            }
            if let Some(addr) = free.next() {
                addrs.push(addr);
            } else {
                let host = hosts[segment.ends[end].host].to_string();
                problems.push(Problem::new(
                    Location::Endpoint { segment: nth, endpoint: end },
                    Kind::Full { host, subnet },
                ));
            }
        }
    }
    addrs
}

/// Interface numbers, unique in the network.
#[derive(Default)]
struct Numbers(u32);

impl Numbers {
    fn interface(&mut self, name: IfName, mtu: u32, addrs: Vec<IfAddr>) -> Interface {
        // 1 is `lo` in every namespace.
        let index = self.0 + 2;
        self.0 += 1;
        Interface { name, index, mac: mac(index), mtu, addrs }
    }
}

/// `02` marks a locally administered address (IEEE 802, clause 8.4).
fn mac(index: u32) -> [u8; 6] {
    let [_, b, c, d] = index.to_be_bytes();
    [0x02, 0x6e, 0x73, b, c, d]
}
