//! What happens to packets between two hosts: frames and times go in, frames, departures and numbers come out.
//!
//! Nothing in here makes a system call or knows what time it is.

mod burst;
mod chance;
mod engine;
mod fault;
mod flow;
mod frame;
mod hash;
mod lane;
mod output;
mod queue;
mod senders;
#[cfg(test)]
mod tests;
mod time;

pub(crate) use engine::Wire;
pub(crate) use frame::{Checksum, Frame, Offload, Packet, Segmentation};
pub(crate) use output::{Direction, Output};
pub(crate) use senders::Senders;
pub(crate) use time::Time;
