//! The kinds of [`Error`](super::Error), each with its wording.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use nsfixture_plan::{FileProblems, Problems, did_you_mean};

use super::hint;
use crate::blocker::Blocker;

/// What went wrong.
pub(crate) enum Kind {
    /// The topology is wrong.
    Topology(Problems),
    /// The file of a topology is wrong, or the topology in it.
    File(FileProblems),
    /// The machine does not allow it.
    Unavailable(Blocker),
    /// The kernel refused an operation.
    Refused(Refusal),
    /// Something else than expected came back.
    Unexpected { operation: &'static str, node: String, found: String },
    /// A deadline passed.
    Timeout { waited_for: String, node: String, after: Duration, seen: String },
    /// A host on the way said that a packet does not get there.
    Undelivered { target: IpAddr, node: String, by: IpAddr, name: Option<String>, why: String },
    /// The network is down.
    Down { node: Option<String> },
    /// No host has that name.
    NoSuchNode { name: String, did_you_mean: Option<String>, hosts: Vec<String> },
    /// Nobody has heard of a panic in the network.
    Stray(String),
    /// Several things went wrong.
    Several(Vec<super::Error>),
}

impl Kind {
    /// No host has that name; those are the hosts.
    pub(crate) fn no_such_node<'a>(name: &str, hosts: impl Iterator<Item = &'a str>) -> Self {
        let hosts: Vec<&str> = hosts.collect();
        Self::NoSuchNode {
            name: name.to_owned(),
            did_you_mean: did_you_mean(name, hosts.iter().copied()).map(str::to_owned),
            hosts: hosts.iter().map(|host| format!("`{host}`")).collect(),
        }
    }
}

/// An operation that the kernel refused.
pub(crate) struct Refusal {
    /// What was tried: a system call or a netlink message.
    pub(crate) operation: &'static str,
    /// With what: a path, an interface, an address.
    pub(crate) subject: String,
    /// The node in which it was tried.
    pub(crate) node: Option<String>,
    /// The kernel's error number.
    pub(crate) errno: i32,
    /// What the kernel says beside the number (`NLMSGERR_ATTR_MSG`).
    pub(crate) says: Option<String>,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topology(problems) => write!(f, "the topology is wrong: {problems}"),
            Self::File(problems) => write!(f, "the topology's file is wrong:\n{problems}"),
            Self::Unavailable(blocker) => write!(f, "{blocker}"),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unexpected { operation, node, found } => {
                write!(f, "{operation} in node `{node}`: {found}")
            }
            Self::Timeout { waited_for, node, after, seen } => {
                write!(f, "waited {after:?} in node `{node}` for {waited_for}{seen}")
            }
            Self::Undelivered { target, node, by, name, why } => {
                write!(f, "no way to {target} from node `{node}`: {by}")?;
                if let Some(name) = name {
                    write!(f, " of `{name}`")?;
                }
                write!(f, " says that {why}")
            }
            Self::Down { node: Some(node) } => {
                write!(f, "the network of node `{node}` has been taken down")
            }
            Self::Down { node: None } => f.write_str("the network has been taken down"),
            Self::NoSuchNode { name, did_you_mean, hosts } => {
                write!(f, "`{name}` is no host of this network")?;
                if let Some(meant) = did_you_mean {
                    write!(f, ": did you mean `{meant}`?")?;
                }
                match &hosts[..] {
                    [] => f.write_str(" (it has none)"),
                    hosts => write!(f, " (its hosts: {})", hosts.join(", ")),
                }
            }
            Self::Stray(told) => f.write_str(told),
            Self::Several(errors) => {
                for (nth, error) in errors.iter().enumerate() {
                    write!(f, "{}{error}", if nth > 0 { "; " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation, self.subject)?;
        if let Some(node) = &self.node {
            write!(f, " in node `{node}`")?;
        }
        write!(f, ": {}", io::Error::from_raw_os_error(self.errno))?;
        if let Some(says) = &self.says {
            write!(f, " (the kernel says: {says})")?;
        }
        if let Some(hint) = hint::of(self) {
            write!(f, "; hint: {hint}")?;
        }
        Ok(())
    }
}
