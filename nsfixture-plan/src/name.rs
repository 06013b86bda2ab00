//! Names that cannot be wrong: of hosts and of interfaces.

use std::fmt;

/// The longest name of a host, in bytes: that of a DNS label (RFC 1035, section 2.3.4), for a
/// host's name is looked up like one.
pub const NODE_NAME_MAX: usize = 63;

/// The longest name of an interface, in bytes: the kernel's `IFNAMSIZ` (16, `linux/if.h`) less
/// the terminating zero.
pub const IF_NAME_MAX: usize = 15;

/// The name of a host: letters, digits, `_` and `-`, at most [`NODE_NAME_MAX`] bytes, the first a
/// letter or `_`, and not `localhost`.
///
/// It has to work in `/etc/hosts` and as a file name in `/run/netns`; one that began with a digit
/// could be read as an address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeName(String);

/// Why a text is no name of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// It has no letters at all.
    Empty,
    /// It has this many bytes, more than [`NODE_NAME_MAX`].
    TooLong(usize),
    /// This character does not belong into a name.
    Character(char),
    /// It begins with this digit or `-`.
    First(char),
    /// `localhost` is every host's name for itself.
    Localhost,
}

impl NodeName {
    /// Checks a name.
    ///
    /// # Errors
    /// What is wrong with it, the first thing found.
    pub fn new(name: &str) -> Result<Self, NameError> {
        let Some(first) = name.chars().next() else {
            return Err(NameError::Empty);
        };
        let belongs = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if let Some(wrong) = name.chars().find(|&c| !belongs(c)) {
            return Err(NameError::Character(wrong));
        }
        if first == '-' || first.is_ascii_digit() {
            return Err(NameError::First(first));
        }
        if name.len() > NODE_NAME_MAX {
            return Err(NameError::TooLong(name.len()));
        }
        if name.eq_ignore_ascii_case("localhost") {
            return Err(NameError::Localhost);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::TooLong(bytes) => {
                write!(f, "it has {bytes} bytes, and a host's name has at most {NODE_NAME_MAX}")
            }
            Self::Character(wrong) => {
                write!(f, "{wrong:?} does not belong into it: use letters, digits, `_` and `-`")
            }
            Self::First(wrong) => {
                write!(f, "it begins with {wrong:?}: let it begin with a letter or `_`")
            }
            Self::Localhost => f.write_str("every host is `localhost` to itself: choose another"),
        }
    }
}

impl std::error::Error for NameError {}

/// The name of an interface: `eth0`, `eth1`, ... in each host.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IfName(String);

impl IfName {
    /// The name of a host's `nth` interface, counted from 0.
    #[must_use]
    pub fn eth(nth: usize) -> Self {
        Self::numbered("eth", nth)
    }

    /// The name of a switch's `nth` port, counted from 1.
    #[must_use]
    pub fn port(nth: usize) -> Self {
        Self::numbered("port", nth)
    }

    /// The name of the bridge in a switch.
    #[must_use]
    pub fn bridge() -> Self {
        Self("br0".to_owned())
    }

    fn numbered(prefix: &str, nth: usize) -> Self {
        let name = format!("{prefix}{nth}");
        debug_assert!(name.len() <= IF_NAME_MAX, "there are fewer than 10^11 interfaces");
        Self(name)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IfName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for IfName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_host_names() {
        for name in ["a", "producer", "Site_A-1", "_x", &"n".repeat(63)] {
            assert_eq!(NodeName::new(name).expect(name).as_str(), name);
        }
    }

    #[test]
    fn refuses_what_no_resolver_would_take() {
        for (name, why) in [
            ("", NameError::Empty),
            ("a b", NameError::Character(' ')),
            ("a/b", NameError::Character('/')),
            ("é", NameError::Character('é')),
            ("-a", NameError::First('-')),
            ("10", NameError::First('1')),
            ("LocalHost", NameError::Localhost),
            (&"n".repeat(64), NameError::TooLong(64)),
        ] {
            assert_eq!(NodeName::new(name), Err(why), "{name:?}");
        }
    }
}
