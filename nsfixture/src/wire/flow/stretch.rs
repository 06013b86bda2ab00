//! The distance of marks.

use nsfixture_plan::FlowEnds;

use crate::wire::frame::Version;

/// Returns the payload of a full TCP segment with timestamps, which is the distance of marks in a stream.
pub(super) fn stretch(mtu: u32, version: Version) -> i64 {
    let header = match version {
        Version::V4 => 20,
        Version::V6 => 40,
    };
    (i64::from(mtu) - header - 20 - 12).max(1)
}

/// Returns the distance of marks in streams between these ends.
pub(super) fn of_ends(mtu: u32, ends: &FlowEnds) -> i64 {
    let is_v6 = matches!(ends, FlowEnds::Ip { client, .. } if client.is_ipv6());
    stretch(mtu, if is_v6 { Version::V6 } else { Version::V4 })
}
