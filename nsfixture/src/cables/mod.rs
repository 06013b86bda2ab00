//! The handles to the links and LANs of a network.

mod cable;
mod counters;
mod end;
mod link_id;
mod lookup;
mod switch;

pub use cable::Cable;
pub use link_id::LinkId;
pub use switch::Switch;
