//! The handle to a network.

mod current;
mod display;
mod fates;
mod handle;
mod lookup;
mod partition;

pub use handle::Net;
pub use partition::Partition;
