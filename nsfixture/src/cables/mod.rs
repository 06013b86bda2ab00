//! The handles to the links and LANs of a network.

mod cable;
mod counters;
#[cfg(any())]
mod direction;
mod end;
#[cfg(any())]
mod guard;
mod link_id;
mod lookup;
mod switch;

pub use cable::Cable;
#[cfg(any())]
pub use direction::Direction;
#[cfg(any())]
pub use guard::FaultGuard;
pub use link_id::LinkId;
pub use switch::Switch;
