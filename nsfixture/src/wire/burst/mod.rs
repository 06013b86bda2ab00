//! Losses that come in bursts: the model of Gilbert and Elliott with a good state, in which nothing is lost, and a
//! bad state, in which everything is.

mod chain;
mod history;
mod model;

pub(crate) use chain::Chain;
pub(crate) use history::History;
pub(crate) use model::Burst;
