//! Ping targets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::handle::Node;

/// A ping target: a host's name or an address. An IPv6 link-local address may have a scope, the
/// interface to send from: `"fe80::1%eth0"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(pub(super) Inner);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inner {
    Text(String),
    Addr(IpAddr),
}

impl From<&str> for Target {
    fn from(text: &str) -> Self {
        Self(Inner::Text(text.to_owned()))
    }
}

impl From<String> for Target {
    fn from(text: String) -> Self {
        Self(Inner::Text(text))
    }
}

impl From<&String> for Target {
    fn from(name: &String) -> Self {
        name.as_str().into()
    }
}

impl From<Node> for Target {
    fn from(node: Node) -> Self {
        (&node).into()
    }
}

impl From<&Node> for Target {
    fn from(node: &Node) -> Self {
        node.name().into()
    }
}

impl From<IpAddr> for Target {
    fn from(addr: IpAddr) -> Self {
        Self(Inner::Addr(addr))
    }
}

impl From<Ipv4Addr> for Target {
    fn from(addr: Ipv4Addr) -> Self {
        Self(Inner::Addr(addr.into()))
    }
}

impl From<Ipv6Addr> for Target {
    fn from(addr: Ipv6Addr) -> Self {
        Self(Inner::Addr(addr.into()))
    }
}
