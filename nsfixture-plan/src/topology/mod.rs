//! The description of a network: what was asked for, not yet checked.

mod endpoint;
mod lan;
mod leading_hosts;
mod link;
mod network;
mod options;
mod segment;

pub use endpoint::Endpoint;
pub use lan::Lan;
pub use link::Link;
pub use network::Topology;
pub use options::OptionValue;
pub(crate) use options::{
    FAMILY, Field, MTU_MAX, MTU_MIN, MTU_MIN_IPV6, OPTIONS, SegmentOption, SegmentOptions,
    mtu_out_of_range,
};
pub use segment::{Segment, SegmentKind};
