//! The kinds of problems with a topology, and their wording.

use std::fmt;
use std::net::IpAddr;

use super::schedule::ScheduleMistake;
use crate::addr::{AddrError, Family, IfAddr, Subnet};
use crate::faults::Mistake;
use crate::name::NameError;
use crate::topology::{Lan, SegmentKind, mtu_out_of_range};

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
    Fault(Mistake),
    Schedule(ScheduleMistake),
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
            Self::Subnet { text, why } => f.write_str(&invalid_subnet(text, why)),
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
            Self::Fault(mistake) => mistake.fmt(f),
            Self::Schedule(mistake) => mistake.fmt(f),
        }
    }
}

fn invalid_subnet(text: &str, why: &AddrError) -> String {
    match why {
        AddrError::Address => format!(
            "{text:?} is not a valid subnet: not an IP address with a prefix length, such as `10.1.0.0/24` or \
             `fd01::/64`"
        ),
        why => format!("{text:?} is not a valid subnet: {why}"),
    }
}

fn other_family(of: SegmentKind, text: &str, found: Family) -> String {
    format!("{text} is {found}, but the {of} has another `family`: remove one of the two")
}
