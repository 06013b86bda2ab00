//! What a cable answers by itself to packets that it does not carry, as a router or a firewall does.

mod icmp;
mod permission;
mod reply;

pub(crate) use icmp::too_big;
