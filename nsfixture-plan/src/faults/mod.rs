//! From faults as they were asked for to what they do to packets in one direction, as checked values.

mod check;
mod conditions;
mod direction;
mod mistake;
mod outage;
mod reader;
mod slot;
#[cfg(test)]
mod tests;
mod values;
mod words;

pub(crate) use conditions::Side;
pub(crate) use direction::{Layer, Layers, direction};
pub(crate) use mistake::Mistake;
pub(crate) use values::mistakes;
