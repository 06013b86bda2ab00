//! `nsfixture fault`: faults of the cables of a network that is up, and partitions of its hosts.

mod act;
mod action;
mod command;
mod counters;
mod select;
mod table;

pub(super) use act::act;
pub(super) use action::FaultAction;
pub(crate) use command::{Args, main};
pub(super) use counters::DirectionCounters;
