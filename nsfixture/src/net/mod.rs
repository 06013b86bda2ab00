//! The handle to a network.

mod capture;
mod current;
mod display;
mod fates;
mod handle;
mod lookup;
mod partition;

pub use capture::{Capture, CapturedPacket};
pub use handle::Net;
pub use partition::Partition;
