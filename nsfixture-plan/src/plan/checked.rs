//! A topology whose values have been checked.

use super::fault::FaultPlan;
use crate::addr::{Family, IfAddr, Subnet};
use crate::impairment::Impairment;
use crate::name::NodeName;
use crate::topology::SegmentKind;

/// A topology of valid values.
pub(super) struct Checked {
    pub(super) hosts: Vec<NodeName>,
    /// The indices of the routers in `hosts`.
    pub(super) routers: Vec<usize>,
    pub(super) segments: Vec<CheckedSegment>,
    /// The faults on a schedule.
    pub(super) faults: Vec<FaultPlan>,
}

pub(super) struct CheckedSegment {
    pub(super) kind: SegmentKind,
    pub(super) name: String,
    pub(super) mtu: Option<u32>,
    /// The only family of addresses that are not given.
    pub(super) family: Option<Family>,
    /// Whether its ends have IPv6 addresses.
    pub(super) has_ipv6: bool,
    pub(super) subnets: Vec<Subnet>,
    pub(super) ends: Vec<CheckedEnd>,
    /// What each of its cables, in the order of the ends, does to packets from its first end, and to those
    /// from its second; `None` for a plain cable. A link has one cable, a LAN one for each host, whose first
    /// end is in the switch.
    pub(super) impairments: Vec<Option<[Impairment; 2]>>,
}

pub(super) struct CheckedEnd {
    /// The index of the host in [`Checked::hosts`].
    pub(super) host: usize,
    pub(super) addrs: Vec<IfAddr>,
}
