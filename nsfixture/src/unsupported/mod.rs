//! The same face on systems other than Linux, which have no network namespaces: what names this
//! crate compiles there, and every test is skipped.

#[doc(hidden)]
#[allow(missing_docs, reason = "for nobody else")]
pub mod __private;
mod error;
mod link;
mod net;
mod node;
mod ping;

pub use error::Error;
pub use link::{Cable, CableName, Counters, Switch};
pub use net::Net;
pub use node::{JoinHandle, Node};
pub use ping::{Ping, Port, Target};

const REASON: &str = "this system has no network namespaces; run the tests on Linux, in a virtual machine if need be";

/// Why `#[ns_test]` skips every test on this system.
pub fn unavailable() -> Option<String> {
    Some(REASON.to_owned())
}
