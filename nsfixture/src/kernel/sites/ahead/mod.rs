//! Hosts that are made ahead: while a network is up, a thread makes namespaces for the next one, with everything that does
//! not depend on its topology. Nobody has ever been in them.
//!
//! They are in nobody's sight: the thread has a table of file descriptors of its own, and what it has made waits inside of a
//! socket (`SCM_RIGHTS`, unix(7)) until a network takes it.

mod batch;
mod here;
mod history;
mod make;
mod maker;
mod private_table;
#[cfg(test)]
mod tests;
mod transfer;

pub(super) use batch::AheadHost;
pub(crate) use batch::{Ahead, Size};
pub(crate) use maker::{UpTime, came_up, give_up, take};
