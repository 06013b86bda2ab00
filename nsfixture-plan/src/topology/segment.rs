//! What links and LANs have in common.

use std::fmt;

use super::{Endpoint, Lan, Link};

/// A link or a LAN: what hosts are joined by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Segment {
    /// A cable between two hosts.
    Link(Link),
    /// A switch with a cable to each host.
    Lan(Lan),
}

/// Which of the two a [`Segment`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SegmentKind {
    /// A [`Link`].
    Link,
    /// A [`Lan`].
    Lan,
}

impl Segment {
    /// Which of the two it is.
    pub fn kind(&self) -> SegmentKind {
        match self {
            Self::Link(_) => SegmentKind::Link,
            Self::Lan(_) => SegmentKind::Lan,
        }
    }

    /// Where hosts are joined to it, in the order in which they were named.
    pub fn ends(&self) -> &[Endpoint] {
        match self {
            Self::Link(link) => link.ends(),
            Self::Lan(lan) => lan.ends(),
        }
    }

    /// The subnets asked for.
    pub fn subnets(&self) -> &[String] {
        &self.medium().subnets
    }

    /// The MTU asked for, in bytes.
    pub fn mtu(&self) -> Option<u32> {
        self.medium().mtu
    }

    /// The name that it was given.
    pub fn name(&self) -> Option<&str> {
        self.medium().name.as_deref()
    }

    fn medium(&self) -> &Medium {
        match self {
            Self::Link(link) => &link.medium,
            Self::Lan(lan) => &lan.medium,
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
            Self::Lan => "lan",
        })
    }
}

/// What can be said of a link and of a LAN alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Medium {
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub(crate) subnets: Vec<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub(crate) mtu: Option<u32>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub(crate) name: Option<String>,
}
