//! Addresses with prefix lengths, and subnets.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

pub use crate::family::Family;

fn bits(addr: IpAddr) -> u128 {
    match addr {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// An interface address with its prefix length: `10.0.0.1/24`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IfAddr {
    addr: IpAddr,
    prefix: u8,
}

/// A subnet: `10.0.0.0/24`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subnet {
    network: IpAddr,
    prefix: u8,
}

/// The reason why a string is not a valid [`IfAddr`] or [`Subnet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddrError {
    /// The part before the slash is not an IP address.
    Address,
    /// The string has more than one address.
    Several,
    /// There is no slash after this address.
    NoPrefix(IpAddr),
    /// The part after the slash is not a number, 0, or larger than the family's number of bits.
    Prefix(Family),
    /// The address is in this subnet, which begins with `0.0.0.0`: the kernel adds no route to it.
    Zero(Subnet),
    /// The address is the network address of this subnet, which hosts cannot use.
    Network(Subnet),
    /// The address is the broadcast address of this subnet, which hosts cannot use.
    Broadcast(Subnet),
    /// The address is a multicast address, which hosts cannot use.
    Multicast,
    /// The address is a loopback address, which every host has.
    Loopback,
    /// The address is `0.0.0.0` or `::`.
    Unspecified,
    /// The address is the IPv6 form of this IPv4 address.
    Mapped(Ipv4Addr),
    /// Bits after the prefix are set; this is the subnet that contains the address.
    HostBits(Subnet),
}

impl IfAddr {
    /// Checks that a host can have the address.
    ///
    /// # Errors
    /// Returns an error if the prefix is longer than the address, or if hosts cannot use the address.
    pub fn new(addr: IpAddr, prefix: u8) -> Result<Self, AddrError> {
        let family = Family::of(addr);
        if prefix == 0 || prefix > family.bits() {
            return Err(AddrError::Prefix(family));
        }
        if let IpAddr::V6(v6) = addr
            && let Some(v4) = v6.to_ipv4_mapped()
        {
            return Err(AddrError::Mapped(v4));
        }
        if addr.is_unspecified() {
            return Err(AddrError::Unspecified);
        }
        if addr.is_multicast() {
            return Err(AddrError::Multicast);
        }
        if addr.is_loopback() {
            return Err(AddrError::Loopback);
        }
        let subnet = Subnet::containing(addr, prefix);
        if subnet.begins_with_zero() {
            return Err(AddrError::Zero(subnet));
        }
        // RFC 3021 and RFC 6164: on point-to-point links hosts can use every address.
        if prefix + 1 < family.bits() {
            if addr == subnet.network {
                return Err(AddrError::Network(subnet));
            }
            if addr == IpAddr::V4(Ipv4Addr::BROADCAST)
                || (family == Family::V4 && bits(addr) == subnet.last())
            {
                return Err(AddrError::Broadcast(subnet));
            }
        }
        Ok(Self { addr, prefix })
    }

    /// Returns the address.
    pub fn addr(self) -> IpAddr {
        self.addr
    }

    /// Returns the prefix length: the number of leading bits that identify the subnet.
    pub fn prefix_len(self) -> u8 {
        self.prefix
    }

    /// Returns the address family.
    pub fn family(self) -> Family {
        Family::of(self.addr)
    }

    /// Returns true for IPv6 link-local addresses (RFC 4291, section 2.5.6).
    pub fn is_link_local(self) -> bool {
        matches!(self.addr, IpAddr::V6(v6) if v6.is_unicast_link_local())
    }

    /// Returns the subnet that contains the address.
    pub fn subnet(self) -> Subnet {
        Subnet::containing(self.addr, self.prefix)
    }
}

impl Subnet {
    /// Returns the subnet of `addr` with this prefix length.
    ///
    /// # Panics
    /// Panics if the prefix is longer than the address.
    #[must_use]
    pub fn containing(addr: IpAddr, prefix: u8) -> Self {
        let family = Family::of(addr);
        assert!(prefix <= family.bits(), "a prefix of {prefix} bits for {addr}");
        let network = bits(addr) & !host_mask(family, prefix);
        Self { network: family.addr(network), prefix }
    }

    /// Returns the network address: the first one of the subnet.
    pub fn network(self) -> IpAddr {
        self.network
    }

    /// Returns the prefix length: the number of leading bits that all addresses share.
    pub fn prefix_len(self) -> u8 {
        self.prefix
    }

    /// Returns the address family.
    pub fn family(self) -> Family {
        Family::of(self.network)
    }

    /// Returns true if `addr` is in the subnet.
    pub fn contains(self, addr: IpAddr) -> bool {
        Family::of(addr) == self.family() && Self::containing(addr, self.prefix) == self
    }

    /// Returns true if any address is in both subnets.
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other.network) || other.contains(self.network)
    }

    /// Returns the addresses that hosts can use, lowest first.
    pub fn hosts(self) -> impl Iterator<Item = IfAddr> {
        let family = self.family();
        (bits(self.network)..=self.last())
            .filter_map(move |bits| IfAddr::new(family.addr(bits), self.prefix).ok())
    }

    /// Returns true for IPv4 subnets that begin with `0.0.0.0` (`ipv4_is_zeronet`, `linux/in.h`). The kernel
    /// adds no route to them (`fib_add_ifaddr`, `net/ipv4/fib_frontend.c`).
    fn begins_with_zero(self) -> bool {
        self.network == IpAddr::V4(Ipv4Addr::UNSPECIFIED)
    }

    fn last(self) -> u128 {
        bits(self.network) | host_mask(self.family(), self.prefix)
    }
}

fn host_mask(family: Family, prefix: u8) -> u128 {
    let width = u32::from(family.bits() - prefix);
    1_u128.checked_shl(width).map_or(u128::MAX, |bit| bit - 1)
}

fn parse(text: &str) -> Result<(IpAddr, u8), AddrError> {
    if is_several(text) {
        return Err(AddrError::Several);
    }
    let Some((addr, prefix)) = text.split_once('/') else {
        return Err(text.parse().map_or(AddrError::Address, AddrError::NoPrefix));
    };
    let addr: IpAddr = addr.parse().map_err(|_| AddrError::Address)?;
    let family = Family::of(addr);
    // `u8::from_str` accepts a leading `+`.
    let digits = prefix.bytes().all(|b| b.is_ascii_digit());
    match prefix.parse() {
        Ok(prefix @ 1..) if digits && prefix <= family.bits() => Ok((addr, prefix)),
        _ => Err(AddrError::Prefix(family)),
    }
}

fn is_several(text: &str) -> bool {
    let addr = |part: &&str| part.split('/').next().is_some_and(|a| a.parse::<IpAddr>().is_ok());
    text.split([',', ';', ' ']).filter(addr).count() > 1
}

impl FromStr for IfAddr {
    type Err = AddrError;

    fn from_str(text: &str) -> Result<Self, AddrError> {
        let (addr, prefix) = parse(text)?;
        Self::new(addr, prefix)
    }
}

impl FromStr for Subnet {
    type Err = AddrError;

    fn from_str(text: &str) -> Result<Self, AddrError> {
        let (addr, prefix) = parse(text)?;
        let subnet = Self::containing(addr, prefix);
        if subnet.network != addr {
            return Err(AddrError::HostBits(subnet));
        }
        if let IpAddr::V6(v6) = addr
            && let Some(v4) = v6.to_ipv4_mapped()
        {
            return Err(AddrError::Mapped(v4));
        }
        if addr.is_multicast() {
            return Err(AddrError::Multicast);
        }
        if subnet.begins_with_zero() {
            return Err(AddrError::Zero(subnet));
        }
        if addr.is_loopback() || subnet.contains(IpAddr::V6(Ipv6Addr::LOCALHOST)) {
            return Err(AddrError::Loopback);
        }
        Ok(subnet)
    }
}

impl fmt::Display for IfAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.addr, self.prefix)
    }
}

impl fmt::Debug for IfAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}

impl fmt::Debug for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for AddrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str(
                "not an IP address with a prefix length, such as `10.0.0.1/24` or `fd00::1/64`",
            ),
            Self::Several => f.write_str("more than one address: use an array of strings"),
            Self::NoPrefix(addr) => {
                let prefix = if addr.is_ipv4() { 24 } else { 64 };
                write!(f, "missing prefix length: write `{addr}/{prefix}`")
            }
            Self::Prefix(family) => {
                write!(f, "the prefix length of an {family} address is 1 to {}", family.bits())
            }
            Self::Zero(subnet) => {
                write!(f, "the kernel adds no route to {subnet}, because it begins with 0.0.0.0")
            }
            Self::Network(subnet) => {
                write!(f, "it is the network address of {subnet}, which hosts cannot use")
            }
            Self::Broadcast(subnet) => {
                write!(f, "it is the broadcast address of {subnet}, which hosts cannot use")
            }
            Self::Multicast => f.write_str("it is a multicast address, which hosts cannot use"),
            Self::Loopback => f.write_str("it is a loopback address, which every host has"),
            Self::Unspecified => {
                f.write_str("it is the unspecified address, which hosts cannot use")
            }
            Self::Mapped(v4) => {
                write!(f, "IPv4-mapped IPv6 address: write `{v4}` with an IPv4 prefix length")
            }
            Self::HostBits(subnet) => write!(f, "host bits are set: did you mean `{subnet}`?"),
        }
    }
}

impl std::error::Error for AddrError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_addr(text: &str, expected: Result<&str, &str>) {
        let found = IfAddr::from_str(text).map(|c| c.to_string()).map_err(|e| e.to_string());
        match (&found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{text}: {found}"),
            _ => panic!("{text}: {found:?}"),
        }
    }

    #[test]
    fn reads_host_addresses() {
        for good in ["10.0.0.1/24", "10.0.0.0/31", "10.0.0.9/32", "fd00::1/64", "fd00::/127"] {
            check_addr(good, Ok(good));
        }
        check_addr("FD00:0::01/64", Ok("fd00::1/64"));
    }

    #[test]
    fn refuses_addresses_that_hosts_cannot_use() {
        for (bad, why) in [
            ("", "not an IP address"),
            ("10.0.0/24", "not an IP address"),
            (" 10.0.0.1/24", "not an IP address"),
            ("10.0.0.1 /24", "not an IP address"),
            ("10.0.0.1/24, fd00::1/64", "more than one"),
            ("10.0.0.1/24 10.0.0.2/24", "more than one"),
            ("10.0.0.1", "write `10.0.0.1/24`"),
            ("fd00::1", "write `fd00::1/64`"),
            ("10.0.0.1/33", "is 1 to 32"),
            ("10.0.0.1/+8", "is 1 to 32"),
            ("fd00::1/129", "is 1 to 128"),
            ("10.0.0.0/24", "network address of 10.0.0.0/24"),
            ("10.0.0.255/24", "broadcast address of 10.0.0.0/24"),
            ("255.255.255.255/24", "broadcast"),
            ("10.0.0.1/0", "is 1 to 32"),
            ("fd00::1/0", "is 1 to 128"),
            ("10.0.0.1/4", "no route to 0.0.0.0/4"),
            ("0.0.0.1/8", "no route to 0.0.0.0/8"),
            ("0.0.0.1/31", "no route to 0.0.0.0/31"),
            ("fd00::/64", "network address of fd00::/64"),
            ("224.0.0.1/24", "multicast"),
            ("ff02::1/64", "multicast"),
            ("127.0.0.1/8", "loopback"),
            ("::1/128", "loopback"),
            ("0.0.0.0/8", "unspecified"),
            ("::ffff:10.0.0.1/96", "write `10.0.0.1`"),
        ] {
            check_addr(bad, Err(why));
        }
    }

    #[test]
    fn reads_subnets() {
        for (text, expected) in [
            ("10.1.0.0/24", Ok("10.1.0.0/24")),
            ("fd00:1::/64", Ok("fd00:1::/64")),
            ("10.1.0.7/24", Err("did you mean `10.1.0.0/24`")),
            ("10.1.0.0", Err("missing prefix length")),
            ("10.1.0.0/24,fd00:1::/64", Err("more than one")),
            ("::ffff:10.0.0.0/104", Err("write `10.0.0.0`")),
            ("0.0.0.0/8", Err("no route to 0.0.0.0/8")),
            ("0.0.1.0/24", Ok("0.0.1.0/24")),
            ("::/0", Err("is 1 to 128")),
        ] {
            let found = Subnet::from_str(text).map(|s| s.to_string()).map_err(|e| e.to_string());
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }

    #[test]
    fn lists_hosts_without_network_and_broadcast() {
        let hosts = |text: &str| -> Vec<String> {
            Subnet::from_str(text).expect(text).hosts().take(4).map(|c| c.to_string()).collect()
        };
        assert_eq!(hosts("10.0.0.0/30"), ["10.0.0.1/30", "10.0.0.2/30"]);
        assert_eq!(hosts("10.0.0.0/31"), ["10.0.0.0/31", "10.0.0.1/31"]);
        assert_eq!(hosts("fd00::/64")[..2], ["fd00::1/64", "fd00::2/64"]);
    }

    #[test]
    fn finds_overlaps() {
        let subnet = |text| Subnet::from_str(text).expect("a subnet");
        assert!(subnet("10.0.0.0/8").overlaps(subnet("10.9.0.0/16")));
        assert!(subnet("10.9.0.0/16").overlaps(subnet("10.0.0.0/8")));
        assert!(!subnet("10.0.0.0/24").overlaps(subnet("10.0.1.0/24")));
        assert!(!subnet("128.0.0.0/1").overlaps(subnet("fd00::/8")));
    }
}
