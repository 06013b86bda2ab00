//! The description of a network: what was asked for, not yet checked.

mod endpoint;
mod fault_builders;
mod faults;
mod field;
mod lan;
mod leading_hosts;
mod link;
mod network;
mod options;
mod outage;
mod segment;
mod trace;
mod trace_files;

pub use endpoint::Endpoint;
pub use faults::Faults;
pub(crate) use faults::{FAULTS, OUTAGE};
pub use field::OptionValue;
pub(crate) use field::{Field, OptionRow};
pub use lan::Lan;
pub use link::Link;
pub use network::Topology;
pub(crate) use options::{
    CAN_FAIL, FAMILY, FROM, MTU_DEFAULT, MTU_MAX, MTU_MIN, MTU_MIN_IPV6, OPTIONS, SEED,
    SegmentOptions, mtu_out_of_range,
};
pub use outage::Outage;
pub use segment::{Segment, SegmentKind};
pub use trace::{ReadFile, Trace};
