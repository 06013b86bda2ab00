//! The numbers and addresses of a LAN.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::message::{Addr, End};

const FIRST_V4: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
const FIRST_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0, 0, 1, 0, 0, 0, 1);

/// A LAN of this many hosts. No two of its interfaces have the same index.
#[derive(Clone, Copy)]
pub(super) struct Lan(pub(super) u32);

impl Lan {
    pub(super) const fn bridge(self) -> End<'static> {
        End { name: "br0", index: self.0 + 2 }
    }

    pub(super) const fn port(self, host: u32, name: &str) -> End<'_> {
        End { name, index: self.0 + 3 + host }
    }

    /// A host's interface.
    pub(super) const fn end(host: u32) -> End<'static> {
        End { name: "eth0", index: 2 + host }
    }

    pub(super) fn v4(host: u32) -> Ipv4Addr {
        Ipv4Addr::from_bits(FIRST_V4.to_bits() + host)
    }

    fn v6(host: u32) -> Ipv6Addr {
        Ipv6Addr::from_bits(FIRST_V6.to_bits() + u128::from(host))
    }

    pub(super) fn addresses(host: u32) -> [Addr; 3] {
        let link_local = Self::end(host).link_local();
        [(Self::v4(host).into(), 22), (Self::v6(host).into(), 64), (link_local.into(), 64)]
    }

    /// The contents of each host's `/etc/hosts`.
    pub(super) fn hosts_file(self) -> String {
        let mut text = String::from("127.0.0.1 localhost\n::1 localhost\n");
        for host in 0..self.0 {
            // Writing to a `String` does not fail.
            let _ = write!(text, "{} h{host}\n{} h{host}\n", Self::v4(host), Self::v6(host));
        }
        text
    }
}
