//! What a cable answers by itself to packets that it does not carry, as a router or a firewall does.

mod firewall;
mod icmp;
mod permission;
mod reply;
mod reset;

pub(crate) use firewall::rejection;
pub(crate) use icmp::too_big;
