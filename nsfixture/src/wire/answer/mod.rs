//! What a cable answers by itself to packets that it does not carry, as a router or a firewall does.

mod icmp;
mod permission;
mod rejection;
mod reply;
mod reset;

pub(crate) use icmp::too_big;
pub(crate) use rejection::rejection;
