//! Addresses with their prefixes, and subnets.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// One of the two versions of IP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// The family of an address.
    pub fn of(addr: IpAddr) -> Self {
        if addr.is_ipv4() { Self::V4 } else { Self::V6 }
    }

    /// How many bits its addresses have.
    pub fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    fn addr(self, bits: u128) -> IpAddr {
        match self {
            Self::V4 => IpAddr::V4(Ipv4Addr::from(bits as u32)),
            Self::V6 => IpAddr::V6(Ipv6Addr::from(bits)),
        }
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

fn bits(addr: IpAddr) -> u128 {
    match addr {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// An address that a host can have, with the length of its subnet's prefix: `10.0.0.1/24`.
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

/// Why a text is no [`IfAddr`] or no [`Subnet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddrError {
    /// The part before the slash is no IP address.
    Address,
    /// It is more than one address.
    Several,
    /// There is no slash; this is the address without it.
    NoPrefix(IpAddr),
    /// The part after the slash is no number, or more than the family's number of bits.
    Prefix(Family),
    /// It is the address of this subnet itself; a host cannot have it.
    Network(Subnet),
    /// It is the broadcast address of this subnet; a host cannot have it.
    Broadcast(Subnet),
    /// It is a multicast address; a host cannot have it.
    Multicast,
    /// It is a loopback address; every host has its own.
    Loopback,
    /// It is `0.0.0.0` or `::`.
    Unspecified,
    /// It is an IPv4 address in the form of an IPv6 one; this is what it stands for.
    Mapped(Ipv4Addr),
    /// Bits after the prefix are set; this is the subnet that it lies in.
    HostBits(Subnet),
}

impl IfAddr {
    /// Checks that a host can have the address.
    ///
    /// # Errors
    /// For a prefix longer than the address, and for an address that no host can have.
    pub fn new(addr: IpAddr, prefix: u8) -> Result<Self, AddrError> {
        let family = Family::of(addr);
        if prefix > family.bits() {
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
        // RFC 3021 and RFC 6164: on point-to-point links every address is a host's.
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

    /// The address.
    pub fn addr(self) -> IpAddr {
        self.addr
    }

    /// How many leading bits are the subnet's.
    pub fn prefix_len(self) -> u8 {
        self.prefix
    }

    /// Its family.
    pub fn family(self) -> Family {
        Family::of(self.addr)
    }

    /// Whether it is one that every IPv6 interface makes for itself (RFC 4291, section 2.5.6).
    pub fn is_link_local(self) -> bool {
        matches!(self.addr, IpAddr::V6(v6) if v6.is_unicast_link_local())
    }

    /// The subnet that it lies in.
    pub fn subnet(self) -> Subnet {
        Subnet::containing(self.addr, self.prefix)
    }
}

impl Subnet {
    /// The subnet with this prefix in which an address lies.
    ///
    /// # Panics
    /// If the prefix is longer than the address.
    #[must_use]
    pub fn containing(addr: IpAddr, prefix: u8) -> Self {
        let family = Family::of(addr);
        assert!(prefix <= family.bits(), "a prefix of {prefix} bits for {addr}");
        let network = bits(addr) & !host_mask(family, prefix);
        Self { network: family.addr(network), prefix }
    }

    /// Its first address, which is its name.
    pub fn network(self) -> IpAddr {
        self.network
    }

    /// How many leading bits its addresses have in common.
    pub fn prefix_len(self) -> u8 {
        self.prefix
    }

    /// Its family.
    pub fn family(self) -> Family {
        Family::of(self.network)
    }

    /// Whether an address lies in it.
    pub fn contains(self, addr: IpAddr) -> bool {
        Family::of(addr) == self.family() && Self::containing(addr, self.prefix) == self
    }

    /// Whether any address lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other.network) || other.contains(self.network)
    }

    /// The addresses that hosts can have in it, lowest first.
    pub fn hosts(self) -> impl Iterator<Item = IfAddr> {
        let family = self.family();
        (bits(self.network)..=self.last())
            .filter_map(move |bits| IfAddr::new(family.addr(bits), self.prefix).ok())
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
    // `u8::from_str` takes a leading `+`.
    let digits = prefix.bytes().all(|b| b.is_ascii_digit());
    match prefix.parse() {
        Ok(prefix) if digits && prefix <= family.bits() => Ok((addr, prefix)),
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
                "it is no IP address with a prefix, such as `10.0.0.1/24` or `fd00::1/64`",
            ),
            Self::Several => {
                f.write_str("it is more than one: write an array with a string for each")
            }
            Self::NoPrefix(addr) => {
                let prefix = if addr.is_ipv4() { 24 } else { 64 };
                write!(f, "the length of the prefix is missing: write `{addr}/{prefix}`")
            }
            Self::Prefix(family) => {
                write!(
                    f,
                    "the prefix of an {family} address is a number from 0 to {}",
                    family.bits()
                )
            }
            Self::Network(subnet) => {
                write!(f, "it is the address of the subnet {subnet} itself, which no host can have")
            }
            Self::Broadcast(subnet) => {
                write!(f, "it is the broadcast address of {subnet}, which no host can have")
            }
            Self::Multicast => f.write_str("it is a multicast address, which no host can have"),
            Self::Loopback => f.write_str("it is a loopback address, and every host has its own"),
            Self::Unspecified => {
                f.write_str("it is the unspecified address, which no host can have")
            }
            Self::Mapped(v4) => {
                write!(
                    f,
                    "it is an IPv4 address in the form of an IPv6 one: write `{v4}` with the prefix \
                     of IPv4"
                )
            }
            Self::HostBits(subnet) => {
                write!(f, "it has bits set after its prefix: write `{subnet}` for the subnet")
            }
        }
    }
}

impl std::error::Error for AddrError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_cidr(text: &str, expected: Result<&str, &str>) {
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
            check_cidr(good, Ok(good));
        }
        check_cidr("FD00:0::01/64", Ok("fd00::1/64"));
    }

    #[test]
    fn says_why_an_address_is_no_hosts() {
        for (bad, why) in [
            ("", "no IP address"),
            ("10.0.0/24", "no IP address"),
            (" 10.0.0.1/24", "no IP address"),
            ("10.0.0.1 /24", "no IP address"),
            ("10.0.0.1/24, fd00::1/64", "more than one"),
            ("10.0.0.1/24 10.0.0.2/24", "more than one"),
            ("10.0.0.1", "write `10.0.0.1/24`"),
            ("fd00::1", "write `fd00::1/64`"),
            ("10.0.0.1/33", "from 0 to 32"),
            ("10.0.0.1/+8", "from 0 to 32"),
            ("fd00::1/129", "from 0 to 128"),
            ("10.0.0.0/24", "subnet 10.0.0.0/24 itself"),
            ("10.0.0.255/24", "broadcast address of 10.0.0.0/24"),
            ("255.255.255.255/0", "broadcast"),
            ("fd00::/64", "subnet fd00::/64 itself"),
            ("224.0.0.1/24", "multicast"),
            ("ff02::1/64", "multicast"),
            ("127.0.0.1/8", "loopback"),
            ("::1/128", "loopback"),
            ("0.0.0.0/0", "unspecified"),
            ("::ffff:10.0.0.1/96", "write `10.0.0.1`"),
        ] {
            check_cidr(bad, Err(why));
        }
    }

    #[test]
    fn reads_subnets() {
        for (text, expected) in [
            ("10.1.0.0/24", Ok("10.1.0.0/24")),
            ("fd00:1::/64", Ok("fd00:1::/64")),
            ("10.1.0.7/24", Err("write `10.1.0.0/24`")),
            ("10.1.0.0", Err("prefix is missing")),
            ("10.1.0.0/24,fd00:1::/64", Err("more than one")),
            ("::ffff:10.0.0.0/104", Err("write `10.0.0.0`")),
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
    fn knows_overlaps() {
        let subnet = |text| Subnet::from_str(text).expect("a subnet");
        assert!(subnet("10.0.0.0/8").overlaps(subnet("10.9.0.0/16")));
        assert!(subnet("10.9.0.0/16").overlaps(subnet("10.0.0.0/8")));
        assert!(!subnet("10.0.0.0/24").overlaps(subnet("10.0.1.0/24")));
        assert!(!subnet("0.0.0.0/0").overlaps(subnet("fd00::/8")));
    }
}
