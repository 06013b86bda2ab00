//! What is wrong with a topology, and where: all the wording is here.

use std::fmt;
use std::net::IpAddr;

use crate::addr::{AddrError, Family, IfAddr, Subnet};
use crate::name::NameError;
use crate::topology::{Lan, SegmentKind};

/// The part of a topology that a [`Problem`] is about, by the order in which parts were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Location {
    /// A host.
    Host(usize),
    /// A router.
    Router(usize),
    /// A link or a LAN as a whole.
    Segment(usize),
    /// Where a host is joined to a segment: segment, end.
    Endpoint(usize, usize),
    /// An address there: segment, end, address.
    Address(usize, usize, usize),
    /// A subnet given for a segment: segment, subnet.
    Subnet(usize, usize),
    /// The MTU of a segment.
    Mtu(usize),
    /// The name of a segment.
    Name(usize),
}

/// One thing that is wrong with a topology: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    at: Location,
    kind: Kind,
}

impl Problem {
    pub(crate) fn new(at: Location, kind: Kind) -> Self {
        Self { at, kind }
    }

    /// The part of the topology that it is about.
    pub fn at(&self) -> Location {
        self.at
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    NoHosts,
    HostTwice { host: String, first: String },
    Name { host: String, why: NameError },
    UnknownRouter { router: String, meant: Option<String> },
    RouterTwice { router: String },
    NobodyInLan,
    TooManyInLan { hosts: usize },
    TwiceInLan { host: String },
    Address { text: String, why: AddrError },
    Subnet { text: String, why: AddrError },
    SubnetTwice { of: SegmentKind, family: Family },
    Outside { of: SegmentKind, addr: IfAddr, subnet: Subnet },
    AddressTwice { addr: IpAddr, first: String },
    Loop { host: String },
    Apart { a: (String, IfAddr), b: (String, IfAddr) },
    Alone { host: String, addr: IfAddr, others: Subnet },
    Full { host: String, subnet: Subnet },
    Overlap { subnet: Subnet, other: Subnet, with: String },
    Prefixes { subnet: Subnet, other: Subnet, of: SegmentKind },
    NoSubnet { of: SegmentKind },
    Mtu { mtu: u32, least: u32 },
    SegmentName { of: SegmentKind, name: String },
    SegmentNameTwice { name: String },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_one_line(&self.kind.to_string()))
    }
}

/// The text with its control characters written out: a word that it quotes may have some.
pub(crate) fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHosts => {
                f.write_str("the topology has no hosts: name one, in a link, in a lan or by itself")
            }
            Self::HostTwice { host, first } if host == first => {
                write!(f, "the host `{host}` is there twice")
            }
            Self::HostTwice { host, first } => write!(
                f,
                "`{host}` and `{first}` are the same name, for hosts are looked up without regard to \
                 case: choose another"
            ),
            Self::Name { host, why } => write!(f, "{host:?} cannot be a host's name: {why}"),
            Self::UnknownRouter { router, meant: Some(meant) } => {
                write!(f, "`{router}` is no host of this topology: did you mean `{meant}`?")
            }
            Self::UnknownRouter { router, meant: None } => write!(
                f,
                "`{router}` is no host of this topology: a router is a host of a link or a lan, so \
                 name it there"
            ),
            Self::RouterTwice { router } => {
                write!(f, "`{router}` is said to be a router twice: once is enough")
            }
            Self::NobodyInLan => f.write_str("a lan joins hosts, and this one names none"),
            Self::TooManyInLan { hosts } => write!(
                f,
                "{hosts} hosts in one lan: the kernel's bridge has at most {} ports, so spread them \
                 over several lans and a router",
                Lan::MAX_HOSTS
            ),
            Self::TwiceInLan { host } => write!(
                f,
                "`{host}` is in this lan twice: name it once, with all of its addresses in an array"
            ),
            Self::Address { text, why } => write!(f, "{text:?} cannot be a host's address: {why}"),
            Self::Subnet { text, why: AddrError::Address } => write!(
                f,
                "{text:?} cannot be a subnet: it is no IP address with a prefix, such as \
                 `10.1.0.0/24` or `fd01::/64`"
            ),
            Self::Subnet { text, why } => write!(f, "{text:?} cannot be a subnet: {why}"),
            Self::SubnetTwice { of, family } => {
                write!(f, "a second {family} subnet: a {of} has at most one of each family")
            }
            Self::Outside { of, addr, subnet } if subnet.contains(addr.addr()) => write!(
                f,
                "{addr} has another prefix than the {of}'s subnet {subnet}: write `{}/{}`",
                addr.addr(),
                subnet.prefix_len()
            ),
            Self::Outside { of, addr, subnet } => {
                write!(f, "{addr} is not in the {of}'s subnet {subnet}: choose an address that is")
            }
            Self::AddressTwice { addr, first } => {
                write!(f, "the address {addr} is taken: `{first}` has it already")
            }
            Self::Loop { host } => {
                write!(f, "both ends of the link are at `{host}`: a link joins two hosts")
            }
            Self::Apart { a, b } => write!(
                f,
                "{} of `{}` and {} of `{}` are in different subnets: the ends of a link share one",
                a.1, a.0, b.1, b.0
            ),
            Self::Alone { host, addr, others } => write!(
                f,
                "{addr} of `{host}` is in a subnet with no other host of the lan: the hosts of a lan \
                 share one, here {others}"
            ),
            Self::Full { host, subnet } => {
                write!(f, "no address is left for `{host}` in {subnet}: choose a shorter prefix")
            }
            Self::Overlap { subnet, other, with } => write!(
                f,
                "the subnet {subnet} overlaps with {other} of the {with}: give each its own"
            ),
            Self::Prefixes { subnet, other, of } => write!(
                f,
                "the subnet {subnet} overlaps with {other} of the same {of}: write the same prefix \
                 for both"
            ),
            Self::NoSubnet { of } => write!(
                f,
                "no subnet is left for the {of}, for others take all of 10.0.0.0/8 or fd00::/48: \
                 give it a subnet of its own"
            ),
            Self::Mtu { mtu, least } => {
                let with = if *least == 1280 { "with IPv6 " } else { "" };
                write!(f, "an MTU of {mtu}: {with}it is from {least} to 65535 bytes")
            }
            Self::SegmentName { of, name } => write!(
                f,
                "{name:?} cannot be a {of}'s name: use letters, digits, `_` and `-`, at most 63, \
                 the first a letter or `_`"
            ),
            Self::SegmentNameTwice { name } => {
                write!(f, "two links or lans have the name `{name}`: give each its own")
            }
        }
    }
}

impl std::error::Error for Problem {}

/// All that is wrong with a topology, in the order of its parts; at least one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub(crate) Vec<Problem>);

impl Problems {
    /// One problem after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, problem) in self.0.iter().enumerate() {
            if nth > 0 {
                f.write_str("; ")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
