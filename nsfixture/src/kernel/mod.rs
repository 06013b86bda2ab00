//! The one room that talks to the kernel.
//!
//! Threads and file descriptors hold everything that it creates: nothing has a name on the machine, so
//! nothing can be left there. Nothing in here decides whether a test runs, or knows of a test.

pub(crate) mod bare;
pub(crate) mod capture;
pub(crate) mod context;
pub(crate) mod entry;
pub(crate) mod faults;
pub(crate) mod file_events;
pub(crate) mod guardian;
pub(crate) mod holders;
pub(crate) mod icmp;
pub(crate) mod inspect;
pub(crate) mod netlink;
pub(crate) mod packet_socket;
pub(crate) mod program;
pub(crate) mod pump;
pub(crate) mod readiness;
pub(crate) mod sites;
pub(crate) mod sock_diag;
pub(crate) mod terminal;
pub(crate) mod threads;
