//! What is wrong with a topology, and where: all the wording is here.

use std::fmt;
use std::net::IpAddr;

use crate::addr::{Cidr, CidrError, Family, Subnet};
use crate::name::NameError;

/// The part of a topology that a [`Problem`] is about, by the order in which parts were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Element {
    /// A host.
    Host(usize),
    /// A link as a whole.
    Link(usize),
    /// An end of a link, 0 or 1: its host.
    End(usize, usize),
    /// An address of an end of a link: link, end, address.
    Address(usize, usize, usize),
    /// A subnet given for a link: link, subnet.
    Subnet(usize, usize),
    /// The MTU of a link.
    Mtu(usize),
    /// The name of a link.
    LinkName(usize),
}

/// One thing that is wrong with a topology: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    at: Element,
    kind: Kind,
}

impl Problem {
    pub(crate) fn new(at: Element, kind: Kind) -> Self {
        Self { at, kind }
    }

    /// The part of the topology that it is about.
    pub fn at(&self) -> Element {
        self.at
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    NoHosts,
    HostTwice { host: String },
    Name { host: String, why: NameError },
    Address { text: String, why: CidrError },
    Subnet { text: String, why: CidrError },
    SubnetTwice { family: Family },
    Outside { addr: Cidr, subnet: Subnet },
    AddressTwice { addr: IpAddr, first: String },
    Loop { host: String },
    Apart { a: (String, Cidr), b: (String, Cidr) },
    Full { host: String, subnet: Subnet },
    Overlap { subnet: Subnet, other: Subnet, link: String },
    NoSubnet,
    Mtu { mtu: u32, least: u32 },
    LinkName { name: String },
    LinkNameTwice { name: String },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::NoHosts => f.write_str("the topology has no hosts: add one with `host`"),
            Kind::HostTwice { host } => write!(f, "the host `{host}` is there twice"),
            Kind::Name { host, why } => write!(f, "{host:?} cannot be a host's name: {why}"),
            Kind::Address { text, why } => write!(f, "{text:?} cannot be a host's address: {why}"),
            Kind::Subnet { text, why } => write!(f, "{text:?} cannot be a subnet: {why}"),
            Kind::SubnetTwice { family } => {
                write!(f, "a second {family} subnet: a link has at most one of each family")
            }
            Kind::Outside { addr, subnet } => {
                write!(f, "{addr} is not in the link's subnet {subnet}, or has another prefix")
            }
            Kind::AddressTwice { addr, first } => {
                write!(f, "the address {addr} is taken: `{first}` has it already")
            }
            Kind::Loop { host } => {
                write!(f, "both ends of the link are at `{host}`: a link joins two hosts")
            }
            Kind::Apart { a, b } => write!(
                f,
                "{} of `{}` and {} of `{}` are in different subnets: the ends of a link share one",
                a.1, a.0, b.1, b.0
            ),
            Kind::Full { host, subnet } => {
                write!(f, "no address is left for `{host}` in {subnet}: choose a shorter prefix")
            }
            Kind::Overlap { subnet, other, link } => write!(
                f,
                "the subnet {subnet} overlaps with {other} of the link {link}: give each its own"
            ),
            Kind::NoSubnet => f.write_str(
                "no subnet is left for the link, for others take all of 10.0.0.0/8 or fd00::/48: \
                 give it a subnet of its own",
            ),
            Kind::Mtu { mtu, least: 1280 } => {
                write!(f, "an MTU of {mtu}: with IPv6 on the link it is from 1280 to 65535 bytes")
            }
            Kind::Mtu { mtu, least } => {
                write!(f, "an MTU of {mtu}: it is from {least} to 65535 bytes")
            }
            Kind::LinkName { name } => write!(
                f,
                "{name:?} cannot be a link's name: use letters, digits, `_` and `-`, at most 63"
            ),
            Kind::LinkNameTwice { name } => write!(f, "two links have the name `{name}`"),
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
