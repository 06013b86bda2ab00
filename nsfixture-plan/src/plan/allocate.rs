//! Names, numbers and addresses for what was not given any.

use std::collections::HashSet;

use super::check::{Checked, CheckedSegment};
use super::{Interface, LanPlan, LinkPlan, NodePlan, Side, SwitchPlan};
use crate::addr::{Cidr, Family, Subnet};
use crate::name::{IfName, NodeName};
use crate::problem::{Element, Kind, Problem, Problems};
use crate::topology::SegmentKind;

/// The MTU of a segment that was not given one: Ethernet's.
pub(crate) const MTU: u32 = 1500;

/// What has names, numbers and addresses.
pub(super) struct Allocated {
    pub(super) nodes: Vec<NodePlan>,
    pub(super) links: Vec<LinkPlan>,
    pub(super) lans: Vec<LanPlan>,
    pub(super) switches: Vec<SwitchPlan>,
    /// The places of the routers in `nodes`.
    pub(super) routers: Vec<usize>,
    /// Where hosts are joined to each segment.
    pub(super) segments: Vec<Vec<Side>>,
}

pub(super) fn allocate(checked: Checked) -> Result<Allocated, Problems> {
    let mut problems = Vec::new();
    let subnets = super::subnets::of_segments(&checked, &mut problems);
    let Checked { hosts, routers, segments } = checked;
    let mut numbers = Numbers::default();
    let mut made = Allocated {
        nodes: hosts.iter().map(|name| NodePlan::new(name.clone())).collect(),
        links: Vec::new(),
        lans: Vec::new(),
        switches: Vec::new(),
        routers,
        segments: Vec::new(),
    };
    for &router in &made.routers {
        made.nodes[router].forwards = true;
    }
    for ((nth, segment), subnets) in segments.into_iter().enumerate().zip(subnets) {
        let addrs = addresses(nth, &hosts, &segment, &subnets, &mut problems);
        let mtu = segment.mtu.unwrap_or(MTU);
        let join = |(end, addrs): (usize, _)| {
            let node = segment.ends[end].host;
            let interfaces = &mut made.nodes[node].interfaces;
            interfaces.push(numbers.interface(IfName::eth(interfaces.len()), mtu, addrs));
            Side { node, interface: interfaces.len() - 1 }
        };
        let sides: Vec<Side> = addrs.into_iter().enumerate().map(join).collect();
        made.segments.push(sides.clone());
        if let (SegmentKind::Link, &[a, b]) = (segment.kind, &sides[..]) {
            made.links.push(LinkPlan { name: segment.name, ends: [a, b] });
            continue;
        }
        let bridge = numbers.interface(IfName::bridge(), mtu, Vec::new());
        let ports =
            (1..=sides.len()).map(|nth| numbers.interface(IfName::port(nth), mtu, Vec::new()));
        let interfaces = std::iter::once(bridge).chain(ports).collect();
        made.switches.push(SwitchPlan { name: segment.name.clone(), interfaces });
        made.lans.push(LanPlan { name: segment.name, ends: sides });
    }
    if problems.is_empty() { Ok(made) } else { Err(Problems(problems)) }
}

/// What each end gets: its own addresses, or the next free one of each family of the segment.
fn addresses(
    nth: usize,
    hosts: &[NodeName],
    segment: &CheckedSegment,
    subnets: &[Subnet],
    problems: &mut Vec<Problem>,
) -> Vec<Vec<Cidr>> {
    let mut addrs: Vec<Vec<Cidr>> = segment.ends.iter().map(|end| end.addrs.clone()).collect();
    let taken: HashSet<Cidr> = addrs.iter().flatten().copied().collect();
    for family in [Family::V4, Family::V6] {
        let Some(&subnet) = subnets.iter().find(|subnet| subnet.family() == family) else {
            continue;
        };
        let mut free = subnet.hosts().filter(|addr| !taken.contains(addr));
        for (end, addrs) in addrs.iter_mut().enumerate() {
            if addrs.iter().any(|addr| addr.family() == family) {
                continue;
            }
            if let Some(addr) = free.next() {
                addrs.push(addr);
            } else {
                let host = hosts[segment.ends[end].host].to_string();
                problems.push(Problem::new(Element::End(nth, end), Kind::Full { host, subnet }));
            }
        }
    }
    addrs
}

/// Numbers that no two interfaces of the network have in common.
#[derive(Default)]
struct Numbers(u32);

impl Numbers {
    fn interface(&mut self, name: IfName, mtu: u32, addrs: Vec<Cidr>) -> Interface {
        // 1 is `lo`'s in every namespace.
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
