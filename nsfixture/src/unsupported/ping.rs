//! Ports, and echo requests.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

/// A transport port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    protocol: &'static str,
    number: u16,
}

impl Port {
    /// Creates a TCP port.
    pub fn tcp(number: u16) -> Self {
        Self { protocol: "TCP", number }
    }

    /// Creates a UDP port.
    pub fn udp(number: u16) -> Self {
        Self { protocol: "UDP", number }
    }
}

impl From<u16> for Port {
    fn from(number: u16) -> Self {
        Self::tcp(number)
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} port {}", self.protocol, self.number)
    }
}

/// A ping target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(pub(super) ());

/// An ICMP echo request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ping(());

#[allow(missing_docs, reason = "documented where they do something")]
impl Ping {
    pub fn to(_: impl Into<Target>) -> Self {
        Self(())
    }

    #[must_use]
    pub fn ttl(self, _: u8) -> Self {
        self
    }

    #[must_use]
    pub fn payload(self, _: usize) -> Self {
        self
    }

    #[must_use]
    pub fn timeout(self, _: Duration) -> Self {
        self
    }
}

impl<T: Into<Target>> From<T> for Ping {
    fn from(target: T) -> Self {
        Self::to(target)
    }
}

macro_rules! target_from {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Target {
            fn from(_: $kind) -> Self {
                Self(())
            }
        })*
    };
}

target_from!(&str, String, &String, IpAddr, Ipv4Addr, Ipv6Addr);
