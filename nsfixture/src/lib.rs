//! Every test gets a little network of its own: real kernel hosts, joined by cables, up before the
//! test begins and gone after it.
#![warn(missing_docs)]

mod access;
mod apply;
mod error;
mod kernel;
mod net;
mod node;
mod os;
pub mod prelude;
#[doc(hidden)]
pub mod private;
mod report;
mod run;
mod watch;

pub use error::Error;
pub use net::Net;
pub use node::{JoinHandle, Node, Port, Target};
pub use nsfixture_plan::{End, Link, Topology};
pub use rtnetlink;

/// Why `#[ns_test]` would skip a test on this machine, if it would: the reason and a cure.
///
/// The decision is made once in a process, by trying in a forked child.
///
/// ```
/// match nsfixture::unavailable() {
///     Some(reason) => println!("no networks here: {reason}"),
///     None => println!("networks can be made"),
/// }
/// ```
pub fn unavailable() -> Option<String> {
    access::access().err().map(ToString::to_string)
}
