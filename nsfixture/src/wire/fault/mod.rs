//! What happens to packets, one file for each fault.

mod delay;
mod exact;
mod faults;
mod loss;
mod outage;
mod seeds;

pub(crate) use delay::Delay;
pub(crate) use faults::{Copied, Fate, Faults};
pub(crate) use outage::Outage;
pub(crate) use seeds::Seeds;
