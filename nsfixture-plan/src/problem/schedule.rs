//! What can be wrong with a fault on a schedule, and its wording.

use std::fmt;

/// What is wrong with a fault on a schedule. Its times and the faults of its link have the mistakes of other faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ScheduleMistake {
    NoAction,
    TwoActions {
        first: &'static str,
        second: &'static str,
    },
    UnknownHost {
        host: String,
        meant: Option<String>,
    },
    /// A host that no packet reaches.
    Unconnected {
        host: String,
    },
    EmptyGroup,
    /// There is no such partition.
    Cut(String),
    UnknownLink {
        name: String,
        meant: Option<String>,
        known: Vec<String>,
    },
    /// A link without faults.
    NoFaults {
        name: String,
    },
    /// An option of a link, where there is none.
    NeedsLink {
        key: &'static str,
    },
    /// An option of a partition, where there is none.
    NeedsPartition {
        key: &'static str,
    },
}

impl ScheduleMistake {
    /// Returns true if this may be a mistake only because of a part of the topology that could not be read.
    pub(crate) fn depends_on_others(&self) -> bool {
        match self {
            Self::NoAction
            | Self::UnknownHost { .. }
            | Self::Unconnected { .. }
            | Self::EmptyGroup
            | Self::Cut(_)
            | Self::UnknownLink { .. }
            | Self::NoFaults { .. }
            | Self::NeedsLink { .. }
            | Self::NeedsPartition { .. } => true,
            Self::TwoActions { .. } => false,
        }
    }
}

impl fmt::Display for ScheduleMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAction => f.write_str(
                "nothing happens in this fault: add `partition`, `oneway`, `isolate`, `ring`, or `link` with \
                 its faults",
            ),
            Self::TwoActions { first, second } => write!(
                f,
                "a fault does one thing, found `{first}` and `{second}`: write one `fault` for each"
            ),
            Self::UnknownHost { host, meant } => {
                write!(f, "no host named `{host}` in this topology: ")?;
                match meant {
                    Some(meant) => write!(f, "did you mean `{meant}`?"),
                    None => f.write_str("a fault cuts off hosts of links and LANs"),
                }
            }
            Self::Unconnected { host } => write!(
                f,
                "`{host}` has no link and no LAN that a fault could cut it off from: remove it from the fault"
            ),
            Self::EmptyGroup => {
                f.write_str("a group of a partition needs at least one host: remove it, or add one")
            }
            Self::Cut(message) => f.write_str(message),
            Self::UnknownLink { name, meant, known } => {
                write!(f, "no link or LAN named `{name}` in this topology")?;
                match meant {
                    Some(meant) => write!(f, ": did you mean `{meant}`?"),
                    None => write!(f, " (links and LANs: {})", known.join(", ")),
                }
            }
            Self::NoFaults { name } => write!(
                f,
                "nothing happens to the packets of `{name}`: add a fault, such as `loss = \"50%\"`"
            ),
            Self::NeedsLink { key } => write!(
                f,
                "`{key}` is about the packets of a link: add `link = \"a-b\"`, or remove it"
            ),
            Self::NeedsPartition { key } => write!(
                f,
                "`{key}` is about partitions, and this fault is one of a link: remove it, or write another fault \
                 with `partition`"
            ),
        }
    }
}
