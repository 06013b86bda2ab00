//! Problems with a topology, their locations and their wording.

use std::fmt;
use std::net::IpAddr;

use crate::addr::{AddrError, Family, IfAddr, Subnet};
use crate::name::NameError;
use crate::topology::{Lan, SegmentKind, mtu_out_of_range};

/// The part of a topology that a [`Problem`] is about. Parts are counted from 0, in the order in
/// which they were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Location {
    /// A host.
    Host(usize),
    /// A router.
    Router(usize),
    /// A link or a LAN as a whole.
    Segment(usize),
    /// A host on a link or a LAN.
    Endpoint {
        /// The link or LAN.
        segment: usize,
        /// The host among those of the segment.
        endpoint: usize,
    },
    /// An address of a host on a link or a LAN.
    Address {
        /// The link or LAN.
        segment: usize,
        /// The host among those of the segment.
        endpoint: usize,
        /// The address among those given for the host.
        address: usize,
    },
    /// An option of the topology as a whole, by its key, such as `"family"`.
    Setting(&'static str),
    /// An option of a link or a LAN, such as its MTU.
    Option {
        /// The link or LAN.
        segment: usize,
        /// The key of the option, such as `"mtu"`.
        key: &'static str,
        /// The value among those given for the option.
        item: usize,
    },
}

/// One problem with a topology: its message has the cause, what was found and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    location: Location,
    kind: Kind,
}

impl Problem {
    pub(crate) fn new(location: Location, kind: Kind) -> Self {
        Self { location, kind }
    }

    /// Returns the part of the topology that the problem is about.
    pub fn location(&self) -> Location {
        self.location
    }

    /// Returns the link or LAN all of whose hosts and addresses must be known for this to be a
    /// problem at all.
    pub(crate) fn needs_whole(&self) -> Option<usize> {
        match (self.location, &self.kind) {
            (Location::Segment(segment) | Location::Endpoint { segment, .. }, _)
            | (Location::Option { segment, .. }, Kind::Mtu { .. }) => Some(segment),
            _ => None,
        }
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
    Family { text: String },
    OtherFamily { of: SegmentKind, text: String, found: Family },
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
    Mtu { mtu: u32, min: u32 },
    SegmentName { of: SegmentKind, name: String, why: NameError },
    SegmentNameTwice { name: String },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_one_line(&self.kind.to_string()))
    }
}

fn other_family(of: SegmentKind, text: &str, found: Family) -> String {
    format!("{text} is {found}, but the {of} has another `family`: remove one of the two")
}

/// Returns a message with its control characters escaped: what it quotes may have some.
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
                f.write_str("the topology has no hosts: add a `link`, a `lan` or a `host`")
            }
            Self::HostTwice { host, first } if host == first => {
                write!(f, "duplicate host `{host}`")
            }
            Self::HostTwice { host, first } => write!(
                f,
                "`{host}` and `{first}` clash: host names are case-insensitive, so rename one"
            ),
            Self::Name { host, why } => write!(f, "{host:?} is not a valid host name: {why}"),
            Self::UnknownRouter { router, meant: Some(meant) } => {
                write!(f, "no host named `{router}` in this topology: did you mean `{meant}`?")
            }
            Self::UnknownRouter { router, meant: None } => write!(
                f,
                "no host named `{router}` in this topology: a router must also appear in a link or \
                 LAN"
            ),
            Self::RouterTwice { router } => write!(f, "duplicate router `{router}`"),
            Self::NobodyInLan => f.write_str("a LAN needs at least one host"),
            Self::TooManyInLan { hosts } => write!(
                f,
                "{hosts} hosts on one LAN: the kernel's bridge has at most {} ports; split them \
                 across LANs joined by a router",
                Lan::MAX_HOSTS
            ),
            Self::TwiceInLan { host } => write!(
                f,
                "duplicate host `{host}` on this LAN: list it once, with all its addresses in an \
                 array"
            ),
            Self::Address { text, why } => write!(f, "{text:?} is not a valid host address: {why}"),
            Self::Subnet { text, why: AddrError::Address } => write!(
                f,
                "{text:?} is not a valid subnet: not an IP address with a prefix length, such as \
                 `10.1.0.0/24` or `fd01::/64`"
            ),
            Self::Subnet { text, why } => write!(f, "{text:?} is not a valid subnet: {why}"),
            Self::SubnetTwice { of, family } => {
                write!(f, "duplicate {family} subnet: a {of} has at most one of each family")
            }
            Self::Outside { of, addr, subnet } if subnet.contains(addr.addr()) => write!(
                f,
                "{addr} does not match the prefix length of the {of}'s subnet {subnet}: write \
                 `{}/{}`",
                addr.addr(),
                subnet.prefix_len()
            ),
            Self::Outside { of, addr, subnet } => {
                write!(f, "{addr} is not in the {of}'s subnet {subnet}")
            }
            Self::AddressTwice { addr, first } => {
                write!(f, "address {addr} is already used by `{first}`")
            }
            Self::Loop { host } => {
                write!(f, "a link must join two different hosts; both ends are `{host}`")
            }
            Self::Apart { a, b } => write!(
                f,
                "the ends of a link must share a subnet: `{}` has {}, `{}` has {}",
                a.0, a.1, b.0, b.1
            ),
            Self::Alone { host, addr, others } => {
                write!(f, "hosts on a LAN must share a subnet (here {others}): `{host}` has {addr}")
            }
            Self::Family { text } => {
                write!(f, "expected \"ipv4\" or \"ipv6\" for `family`, found {text:?}")
            }
            Self::OtherFamily { of, text, found } => f.write_str(&other_family(*of, text, *found)),
            Self::Full { host, subnet } => write!(
                f,
                "subnet {subnet} is full: no address left for `{host}`; use a shorter prefix"
            ),
            Self::Overlap { subnet, other, with } => {
                write!(
                    f,
                    "subnet {subnet} overlaps {other} of the {with}: subnets must not overlap"
                )
            }
            Self::Prefixes { subnet, other, of } => write!(
                f,
                "subnet {subnet} overlaps {other} of the same {of}: use the same prefix length for \
                 both"
            ),
            Self::NoSubnet { of } => write!(
                f,
                "no free subnet for the {of}: others cover all of 10.0.0.0/8 or fd00::/48; set \
                 `subnet`"
            ),
            Self::Mtu { mtu, min } => f.write_str(&mtu_out_of_range(mtu, *min)),
            Self::SegmentName { of, name, why } => {
                write!(f, "{name:?} is not a valid {of} name: {why}")
            }
            Self::SegmentNameTwice { name } => {
                write!(f, "duplicate link or LAN name `{name}`")
            }
        }
    }
}

impl std::error::Error for Problem {}

/// All problems with a topology, at least one, in the order of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub(crate) Vec<Problem>);

impl Problems {
    /// Returns an iterator over the problems.
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
