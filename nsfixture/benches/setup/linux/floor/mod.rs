//! The floor: the least that the kernel needs for a network like nsfixture's, asked for with bare
//! system calls and netlink messages put together by hand.
//!
//! It makes the same things as the library (the namespaces, the view, the sysctls, the addresses,
//! the confirmation that the link carries) and nothing else: it checks no topology, explains no
//! error, and knows three shapes only. No netlink crate and nothing of nsfixture is used in here.

mod host;
mod lan;
mod message;
mod pair;
mod parse;
mod settle;
mod socket;
mod spoke;
mod star;
mod sys;
mod view;

pub(crate) use host::Host;
pub(crate) use pair::Pair;
pub(crate) use settle::{settle, wait_until_alone};
pub(crate) use star::Star;
pub(crate) use sys::{raise_capabilities, raise_files, set_netns};
