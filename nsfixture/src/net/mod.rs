//! The handle to a network.

mod current;
mod display;
mod handle;
mod lookup;

pub use handle::Net;
