//! What happens to packets, one file for each fault.

mod delay;
mod draws;
mod exact;
mod faults;
mod loss;
mod notes;
mod outage;
mod seeds;
mod table;

pub(crate) use delay::Delay;
pub(crate) use draws::Draws;
pub(crate) use faults::{Candidate, Copied, Fate, Faults};
#[cfg(test)]
pub(crate) use notes::CAPACITY;
pub(crate) use notes::Notes;
pub(crate) use outage::Outage;
pub(crate) use seeds::Seeds;
pub(crate) use table::Table;
