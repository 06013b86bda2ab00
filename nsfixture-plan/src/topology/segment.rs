//! Links and LANs alike.

use std::fmt;

use super::endpoint::Endpoint;
use super::faults::Faults;
use super::field::OptionValue;
use super::lan::Lan;
use super::link::Link;
use super::options::SegmentOptions;

/// A link or a LAN.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Segment {
    /// A cable between two hosts.
    Link(Link),
    /// A switch with a cable to each host.
    Lan(Lan),
}

/// The kind of a [`Segment`].
///
/// It is displayed as in prose: "link", "LAN".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SegmentKind {
    /// A [`Link`].
    Link,
    /// A [`Lan`].
    Lan,
}

impl Segment {
    /// Returns the kind.
    pub fn kind(&self) -> SegmentKind {
        match self {
            Self::Link(_) => SegmentKind::Link,
            Self::Lan(_) => SegmentKind::Lan,
        }
    }

    /// Returns the hosts with their addresses, in the order in which they were added.
    pub fn ends(&self) -> &[Endpoint] {
        match self {
            Self::Link(link) => link.ends(),
            Self::Lan(lan) => lan.ends(),
        }
    }

    /// Returns the subnets asked for.
    pub fn subnets(&self) -> &[String] {
        &self.options().subnets
    }

    /// Returns the MTU asked for, in bytes.
    pub fn mtu(&self) -> Option<u32> {
        self.options().mtu
    }

    /// Returns the address family asked for.
    pub fn family(&self) -> Option<&str> {
        self.options().family.as_deref()
    }

    /// Returns the name asked for.
    pub fn name(&self) -> Option<&str> {
        self.options().name.as_deref()
    }

    /// Returns the options that are set, with their keys; the builder method of each has the name of
    /// the key.
    #[doc(hidden)]
    pub fn option_entries(&self) -> impl Iterator<Item = (&'static str, OptionValue<'_>)> {
        self.options().entries()
    }

    /// Returns the hosts whose packets have their own faults, with these, in the order in which they were
    /// added.
    #[doc(hidden)]
    pub fn from_entries(&self) -> impl ExactSizeIterator<Item = (&str, &Faults)> {
        self.options().from.0.iter().map(|(host, faults)| (host.as_str(), faults))
    }

    pub(super) fn options_mut(&mut self) -> &mut SegmentOptions {
        match self {
            Self::Link(link) => &mut link.options,
            Self::Lan(lan) => &mut lan.options,
        }
    }

    pub(crate) fn options(&self) -> &SegmentOptions {
        match self {
            Self::Link(link) => &link.options,
            Self::Lan(lan) => &lan.options,
        }
    }
}

impl SegmentKind {
    /// Returns the key by which descriptions name this kind: `link` or `lan`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Lan => "lan",
        }
    }
}

impl From<Link> for Segment {
    fn from(link: Link) -> Self {
        Self::Link(link)
    }
}

impl From<Lan> for Segment {
    fn from(lan: Lan) -> Self {
        Self::Lan(lan)
    }
}

impl fmt::Display for SegmentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "link",
            Self::Lan => "LAN",
        })
    }
}
