//! What has happened to packets by chance, in lines of text, so that it can happen again.

mod all;
mod decider;
mod error;
mod fate;
mod fit;
mod line;
mod lines;
mod place;
mod random;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use all::{DirectionFates, Fates, Sender};
pub use decider::{Decider, RandomRule};
pub use error::FatesError;
pub use fate::{Fate, FateKind};
pub use place::{FlowEnds, FlowName, PacketKind, PacketPlace};
pub use random::{Random, RandomSet};
