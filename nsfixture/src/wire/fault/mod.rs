//! What happens to packets, one file for each fault.

mod copied;
mod delay;
mod exact;
mod faults;
mod loss;
mod matches;
mod outage;
mod rule;
mod rules;
mod seeds;

pub(crate) use copied::Copied;
pub(crate) use delay::Delay;
pub(crate) use faults::{Fate, Faults};
pub(crate) use outage::Outage;
pub(crate) use seeds::Seeds;
