//! Every test gets a little network of its own: real kernel hosts, joined by cables, up before the
//! test begins and gone after it.

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod access;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod apply;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod blocker;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod error;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod kernel;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod net;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod node;
mod os;
pub mod prelude;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[doc(hidden)]
pub mod private;
mod report;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod run;
// The build with this flag is how other systems are tested on Linux.
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
mod unsupported;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod watch;

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use access::unavailable;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use error::Error;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use net::Net;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use node::{JoinHandle, Node, Port, Target};
pub use nsfixture_macros::ns_test;
pub use nsfixture_plan::{End, Interface, Link, Topology};
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use rtnetlink;
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
pub use unsupported::*;
