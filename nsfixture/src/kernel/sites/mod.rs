//! Sites: places with a network namespace and a netlink socket, which are hosts, switches and the engine.

pub(crate) mod ahead;
pub(crate) mod cut;
pub(crate) mod fd_reservation;
pub(crate) mod host;
mod host_thread;
pub(crate) mod interfaces;
mod mounts;
pub(crate) mod namespace;
mod procfs;
pub(crate) mod reaper;
pub(crate) mod site;
pub(crate) mod switch;
pub(crate) mod sysctl;
