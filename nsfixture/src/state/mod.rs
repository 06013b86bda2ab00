//! The state of a network that is up, below the handles.

mod agenda;
mod cancel;
mod capture;
mod control_frame;
mod cut_off;
mod cuts;
mod diagnosis;
mod down;
mod ending;
mod engine_report;
mod fates;
mod fault_report;
mod idle;
mod impairments;
mod layers;
mod leftovers;
mod live;
mod network;
mod owner;
mod partitions;
mod progress;
mod record;
mod rule_report;
mod runtime;
mod schedule;
mod status;
mod up;

pub(crate) use cuts::PartitionId;
pub(crate) use ending::Ending;
pub(crate) use layers::{CableDirection, LayerId};
pub(crate) use leftovers::Leftovers;
pub(crate) use network::Network;
pub(crate) use owner::{Owner, current};
pub(crate) use runtime::shut_down as shut_down_runtime;
pub(crate) use up::{OfTest, create};
