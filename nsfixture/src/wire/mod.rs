//! What happens to packets between two hosts: frames and times go in, frames, departures and numbers come out.
//!
//! Nothing in here makes a system call or knows what time it is.
//!
//! A packet meets, in this order: partitions, outages, the path MTU, losses by rules, by length, by number and at random,
//! duplication, corruption, both by rules, the queue, the rate, the delay. Fragments meet what comes after the path MTU one by
//! one, and answers of the cable itself what comes after partitions. A GSO frame counts as the packets that it becomes on the wire. Each of them has a
//! fate of its own, and adjacent ones that survive go on as a GSO frame.
//!
//! Fates are not drawn from a generator, in the order in which packets happen to come: each is a hash of the seed, the
//! cable, the direction, the kind of fault and the place of the packet in its flow. So the same traffic has the same
//! fates in each run, although timers, ephemeral ports and segment boundaries differ.

mod answer;
mod barrier;
mod burst;
mod chance;
mod engine;
mod fault;
mod flap;
mod flow;
mod frame;
mod hash;
mod hosts;
mod lane;
mod origin;
mod output;
mod queue;
#[cfg(test)]
mod tests;
mod time;

pub(crate) use barrier::{Barrier, Refusal};
pub(crate) use engine::Wire;
pub(crate) use fault::{Notes, fits};
pub(crate) use frame::{
    Checksum, Frame, Offload, Packet, Part, Received, Segmentation, fold, packet_view, sum,
};
pub(crate) use hosts::Hosts;
pub(crate) use origin::Origin;
pub(crate) use output::{Direction, Loss, Output};
pub(crate) use time::Time;
