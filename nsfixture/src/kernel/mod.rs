//! The one room that talks to the kernel.
//!
//! Threads and file descriptors hold everything that it creates: nothing has a name on the machine, so
//! nothing can be left there. Nothing in here decides whether a test runs, or knows of a test.

pub(crate) mod bare;
pub(crate) mod context;
pub(crate) mod entry;
pub(crate) mod faults;
#[cfg(feature = "cli")]
pub(crate) mod features;
#[cfg(feature = "cli")]
pub(crate) mod foreground;
pub(crate) mod guardian;
pub(crate) mod icmp;
#[cfg(feature = "cli")]
pub(crate) mod join;
#[cfg(feature = "cli")]
pub(crate) mod keeper;
#[cfg(feature = "cli")]
pub(crate) mod machine;
pub(crate) mod netlink;
#[cfg(feature = "cli")]
pub(crate) mod root;
pub(crate) mod sites;
pub(crate) mod sock_diag;
#[cfg(feature = "cli")]
pub(crate) mod strays;
pub(crate) mod threads;
