//! The one room that talks to the kernel.
//!
//! What it makes is held by threads and descriptors alone: nothing has a name on the host, so
//! nothing can be left there. Nothing in here decides whether a test runs, and nothing in here
//! knows of a test.

pub(crate) mod attempt;
pub(crate) mod capability;
pub(crate) mod closing;
pub(crate) mod constructor;
pub(crate) mod facts;
#[cfg(feature = "cli")]
pub(crate) mod features;
#[cfg(feature = "cli")]
pub(crate) mod foreground;
pub(crate) mod guardian;
pub(crate) mod host;
pub(crate) mod icmp;
#[cfg(feature = "cli")]
pub(crate) mod join;
#[cfg(feature = "cli")]
pub(crate) mod keeper;
pub(crate) mod limits;
#[cfg(feature = "cli")]
pub(crate) mod machine;
pub(crate) mod masks;
pub(crate) mod messages;
mod mounts;
pub(crate) mod namespace;
pub(crate) mod netlink;
pub(crate) mod process;
mod procfs;
mod raw;
pub(crate) mod ready;
pub(crate) mod reaper;
mod resident;
#[cfg(feature = "cli")]
pub(crate) mod root;
pub(crate) mod sock_diag;
#[cfg(feature = "cli")]
pub(crate) mod strays;
pub(crate) mod switch;
pub(crate) mod sysctl;
mod text;
pub(crate) mod threads;
pub(crate) mod trial;
mod userns;

/// Tries the way in without a user namespace, in a forked child.
pub(crate) fn try_capabilities() -> trial::Findings {
    trial::run(false)
}

/// Tries the way in with a user namespace, in a forked child.
#[cfg(feature = "cli")]
pub(crate) fn try_user_namespace() -> trial::Findings {
    trial::run(true)
}
