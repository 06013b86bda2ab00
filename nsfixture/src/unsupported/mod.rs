//! The same API on systems other than Linux, which have no network namespaces: crates that use this one
//! compile there, and every test is skipped.

#[doc(hidden)]
#[allow(missing_docs, reason = "private, and documented where it does something")]
pub mod __private;
mod availability;
mod cables;
mod capture;
mod error;
mod net;
mod node;
mod ping;
mod service;

pub use availability::unavailable;
pub use cables::{Cable, Direction, FaultGuard, LinkId, Switch};
pub use capture::{Capture, CapturedPacket};
pub use error::Error;
pub use net::{Net, Partition};
pub use node::{JoinHandle, Node};
pub use ping::{Ping, Port, Target};
pub use service::{Service, Wait};
