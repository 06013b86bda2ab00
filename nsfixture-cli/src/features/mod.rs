//! The networking features of the kernel that a test may need in addition to hosts and cables, probed by
//! creating one of each. The calling thread is in a network namespace that is discarded afterwards.

mod feature;
mod link;
mod message;
mod modules;
mod nft;
mod qdisc;
mod refusal;
mod socket;
mod table;
mod tun;

pub(crate) use feature::{Feature, FeatureOutcome};
pub(crate) use modules::Modules;
pub(crate) use refusal::Refusal;
pub(crate) use table::{GROUPS, PACKET_SOCKET};
