//! From faults as they were asked for to what they do to packets in one direction, as checked values.

mod burst;
mod check;
mod conditions;
mod direction;
mod matcher;
mod mistake;
mod outage;
mod reader;
mod rule;
mod rule_mistake;
#[cfg(test)]
mod rule_tests;
mod slot;
#[cfg(test)]
mod tests;
mod values;
mod words;

pub(crate) use conditions::Side;
pub(crate) use direction::{Layer, Layers, direction};
pub(crate) use matcher::Scope;
pub(crate) use mistake::Mistake;
pub(crate) use values::mistakes;
