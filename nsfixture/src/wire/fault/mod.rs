//! What happens to packets, one file for each fault.

mod candidate;
mod copied;
mod delay;
mod draws;
mod exact;
mod faults;
mod loss;
mod matches;
mod notes;
mod outage;
mod rule;
mod rules;
mod seeds;
mod table;

pub(crate) use candidate::Candidate;
pub(crate) use copied::Copied;
pub(crate) use delay::Delay;
pub(crate) use draws::Draws;
pub(crate) use faults::{Fate, Faults};
pub(crate) use matches::fits;
#[cfg(test)]
pub(crate) use notes::CAPACITY;
pub(crate) use notes::Notes;
pub(crate) use outage::Outage;
pub(crate) use seeds::Seeds;
pub(crate) use table::Table;
