//! The description of a network: what was asked for, not yet checked.

mod endpoint;
mod fault;
mod fault_builders;
mod faults;
mod field;
mod groups;
mod lan;
mod leading_hosts;
mod link;
mod mtu;
mod network;
mod options;
mod outage;
mod rule;
mod rule_options;
mod segment;
mod trace;
mod trace_files;

pub use endpoint::Endpoint;
pub use fault::Fault;
pub(crate) use fault::SCHEDULE;
pub use faults::Faults;
pub(crate) use faults::{FAULTS, FLAP, OUTAGE};
pub use field::OptionValue;
pub(crate) use field::{Field, OptionRow};
pub use groups::Groups;
pub use lan::Lan;
pub use link::Link;
pub(crate) use mtu::{
    MTU_DEFAULT, MTU_MAX, MTU_MIN, MTU_MIN_IPV6, mtu_out_of_range, path_mtu_out_of_range,
};
pub use network::Topology;
pub(crate) use options::{CAN_FAIL, FAMILY, FROM, OPTIONS, SEED, SegmentOptions};
pub(crate) use outage::LASTS;
pub use outage::Outage;
pub use rule::Rule;
pub(crate) use rule_options::{RULE, place, port_out_of_range};
pub use segment::{Segment, SegmentKind};
pub use trace::{ReadFile, Trace};
