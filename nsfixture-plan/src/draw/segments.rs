//! LANs and links in the form that all pictures share.

use super::faults;
use crate::addr::Subnet;
use crate::plan::{HostEnd, NodePlan, Plan};
use crate::topology::MTU_DEFAULT;
use crate::topology::SegmentKind;

/// The length up to which a line of a box has several parts of a note.
const LINE: usize = 32;

/// A LAN or a link.
pub(super) struct Segment<'a> {
    pub(super) kind: SegmentKind,
    pub(super) name: &'a str,
    pub(super) subnets: Vec<Subnet>,
    /// The MTU, unless it is the default.
    mtu: Option<u32>,
    /// What happens to packets: `20ms, 1% loss`, or `from a: 20ms` for each group of hosts.
    faults: Vec<String>,
    pub(super) ends: Vec<HostEnd>,
}

impl Segment<'_> {
    /// Returns what is not the default: `mtu 1400`, and the faults.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        let mtu = self.mtu.map(|mtu| format!("mtu {mtu}"));
        mtu.into_iter().chain(self.faults.iter().cloned())
    }

    /// Returns the notes in lines of a box: long notes are broken after commas.
    pub(super) fn note_lines(&self) -> impl Iterator<Item = String> {
        self.notes().flat_map(|note| {
            let mut lines: Vec<String> = Vec::new();
            for part in note.split_inclusive(", ") {
                match lines.last_mut() {
                    Some(line) if line.len() + part.len() <= LINE => line.push_str(part),
                    _ => lines.push(part.to_owned()),
                }
            }
            lines.into_iter().map(|line| line.trim_end().to_owned())
        })
    }

    /// Returns this name of the segment with its notes behind it.
    pub(super) fn with_notes(&self, name: &str) -> String {
        self.notes().fold(name.to_owned(), |line, note| {
            let separator = if note.starts_with("from ") { "; " } else { ", " };
            line + separator + &note
        })
    }
}

/// Returns all LANs, followed by all links.
pub(super) fn segments(plan: &Plan) -> Vec<Segment<'_>> {
    let lans = plan.lans.iter().map(|lan| {
        let cables = &plan.cables[lan.cables.clone()];
        let faults =
            cables.iter().map(|cable| cable.wire.as_ref().map(|wire| &wire.impairments[1]));
        let ends = plan.lan_ends(lan);
        let faults = faults::notes(plan, &ends, &faults.collect::<Vec<_>>());
        segment(plan, SegmentKind::Lan, &lan.name, ends, faults)
    });
    let links = plan.links.iter().map(|link| {
        let wire = plan.cables[link.cable].wire.as_ref();
        let faults = [0, 1].map(|end| wire.map(|wire| &wire.impairments[end]));
        let ends = plan.link_ends(link);
        let faults = faults::notes(plan, &ends, &faults);
        segment(plan, SegmentKind::Link, &link.name, ends.into(), faults)
    });
    lans.chain(links).collect()
}

fn segment<'a>(
    plan: &'a Plan,
    kind: SegmentKind,
    name: &'a str,
    ends: Vec<HostEnd>,
    faults: Vec<String>,
) -> Segment<'a> {
    let mut subnets = Vec::new();
    for addr in ends.iter().flat_map(|&end| &plan.interface(end).addrs) {
        if !subnets.contains(&addr.subnet()) {
            subnets.push(addr.subnet());
        }
    }
    let mtu = ends.first().map(|&end| plan.interface(end).mtu);
    Segment { kind, name, subnets, mtu: mtu.filter(|&mtu| mtu != MTU_DEFAULT), faults, ends }
}

/// Returns the name of a host, marked if it is a router.
pub(super) fn marked(node: &NodePlan) -> String {
    if node.forwards { format!("{} (router)", node.name) } else { node.name.to_string() }
}
