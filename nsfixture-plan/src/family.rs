//! Address families.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// Returns the family of an address.
    pub fn of(addr: IpAddr) -> Self {
        if addr.is_ipv4() { Self::V4 } else { Self::V6 }
    }

    /// Returns the number of bits of an address.
    pub fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// Returns the word by which descriptions name the family: `ipv4` or `ipv6`.
    pub fn word(self) -> &'static str {
        match self {
            Self::V4 => "ipv4",
            Self::V6 => "ipv6",
        }
    }

    /// Returns the family that this word names.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        [Self::V4, Self::V6].into_iter().find(|family| family.word() == word)
    }

    /// Returns the address with these bits, of which IPv4 has the lower 32.
    pub(crate) fn addr(self, bits: u128) -> IpAddr {
        match self {
            Self::V4 => IpAddr::V4(Ipv4Addr::from(bits as u32)),
            Self::V6 => IpAddr::V6(Ipv6Addr::from(bits)),
        }
    }
}

/// The word by which descriptions name the family: `Topology::new().family(Family::V4)`.
impl From<Family> for String {
    fn from(family: Family) -> Self {
        family.word().to_owned()
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        })
    }
}
