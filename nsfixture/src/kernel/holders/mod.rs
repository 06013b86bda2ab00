//! Who holds a socket in a network: this process, or another one that got it from this one.

mod description;
mod listed;
mod others;
mod own;
mod process;

pub(crate) use listed::inodes_in;
pub(crate) use others::of_others;
pub(crate) use own::own_sockets;
pub(crate) use process::Process;
