//! The handles to the links and LANs of a network.

mod cable;
mod closures;
mod counters;
mod direction;
mod end;
mod guard;
mod impair;
mod link_id;
mod lookup;
mod switch;
mod traffic;

pub use cable::Cable;
pub use direction::Direction;
pub use guard::FaultGuard;
pub use link_id::LinkId;
pub use switch::Switch;
