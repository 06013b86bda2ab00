//! What can be wrong with rules, and its wording.

use std::fmt;

use crate::matcher::Protocol;
use crate::topology::port_out_of_range;

/// What is wrong with a rule or with one of its matchers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RuleMistake {
    NoMatcher,
    NoFault,
    /// A closure in a topology.
    Closure,
    UnknownHost {
        host: String,
        meant: Option<String>,
        hosts: String,
    },
    Port {
        port: u32,
    },
    /// A word that has another name here.
    Alias {
        key: &'static str,
        text: String,
        name: &'static str,
    },
    NoPorts {
        protocol: Protocol,
    },
    NotIcmp {
        protocol: Protocol,
    },
    NotTcp {
        protocol: Option<Protocol>,
    },
    ArpLength {
        key: &'static str,
    },
    NoLength {
        longer: u32,
        shorter: u32,
    },
    AboveMtu {
        bytes: u32,
        mtu: u32,
    },
    TooShort {
        least: u32,
    },
}

impl RuleMistake {
    /// Returns true if this may be a mistake only because of a value that could not be read.
    pub(super) fn depends_on_others(&self) -> bool {
        match self {
            Self::NoMatcher
            | Self::NoFault
            | Self::NotTcp { protocol: None }
            | Self::AboveMtu { .. } => true,
            Self::Closure
            | Self::UnknownHost { .. }
            | Self::Port { .. }
            | Self::Alias { .. }
            | Self::NoPorts { .. }
            | Self::NotIcmp { .. }
            | Self::NotTcp { protocol: Some(_) }
            | Self::ArpLength { .. }
            | Self::NoLength { .. }
            | Self::TooShort { .. } => false,
        }
    }
}

impl fmt::Display for RuleMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMatcher => f.write_str(
                "a rule needs packets to match: add `protocol = \"udp\"`, or another matcher; faults of all \
                 packets are written without `rule`",
            ),
            Self::NoFault => {
                f.write_str("a rule without faults does nothing: add `loss = \"10%\"`, or another fault")
            }
            Self::Closure => f.write_str(
                "a rule with a closure can be set at run time only: give it to `set` or `impair` of a cable",
            ),
            Self::UnknownHost { host, meant: Some(meant), .. } => {
                write!(f, "no host named `{host}` in this network: did you mean `{meant}`?")
            }
            Self::UnknownHost { host, meant: None, hosts } => {
                write!(f, "no host named `{host}` in this network (hosts: {hosts})")
            }
            Self::Port { port } => f.write_str(&port_out_of_range(port)),
            Self::Alias { key, text, name } => {
                write!(f, "invalid {key} {text:?}: it is called {name:?} here")
            }
            Self::NoPorts { protocol } => write!(
                f,
                "packets of the protocol \"{protocol}\" have no port: `port` goes with `protocol = \"tcp\"` or \
                 `protocol = \"udp\"`, or with neither for both"
            ),
            Self::NotIcmp { protocol } => write!(
                f,
                "packets of the protocol \"{protocol}\" have no ICMP type: write `protocol = \"icmp\"`, or \
                 remove one of the two"
            ),
            Self::NotTcp { protocol: None } => {
                f.write_str("`flags` are those of TCP: add `protocol = \"tcp\"`")
            }
            Self::NotTcp { protocol: Some(protocol) } => write!(
                f,
                "packets of the protocol \"{protocol}\" have no TCP flags: write `protocol = \"tcp\"`, or \
                 remove `flags`"
            ),
            Self::ArpLength { key } => {
                write!(f, "`{key}` is a length of IP packets, and ARP packets are none: remove one of the two")
            }
            Self::NoLength { longer, shorter } => write!(
                f,
                "no packet is longer than {longer} and shorter than {shorter} bytes: reduce `longer_than`, or \
                 increase `shorter_than`"
            ),
            Self::AboveMtu { bytes, mtu } => write!(
                f,
                "`longer_than = {bytes}` matches nothing with MTU {mtu}: reduce it, or increase `mtu`"
            ),
            Self::TooShort { least } => write!(
                f,
                "no IP packet is shorter than its header, {least} bytes: increase `shorter_than`"
            ),
        }
    }
}
