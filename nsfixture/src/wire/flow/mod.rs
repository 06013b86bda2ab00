//! Flows: which packets belong together, and which place each has, whatever its ports, sequence numbers and
//! segment boundaries are in this run.

mod bounded;
mod identity;
mod key;
mod kind;
mod lost;
mod place;
mod sequence;
mod side;
mod stretch;
mod table;

pub(crate) use kind::Kind;
pub(crate) use lost::Point;
pub(crate) use place::{Place, Visit, of_name};
pub(crate) use table::Flows;
