//! Valid names of hosts and of interfaces.

use std::fmt;

/// The maximum length of a host name in bytes: that of a DNS label (RFC 1035, section 2.3.4), because
/// host names are looked up like these.
pub const NODE_NAME_MAX: usize = 63;

/// The maximum length of an interface name in bytes: the kernel's `IFNAMSIZ` (16, `linux/if.h`)
/// without the terminating zero.
pub const IF_NAME_MAX: usize = 15;

/// The names by which every host knows itself: the fixed ones of its `/etc/hosts`, and those that Debian adds to them.
pub const LOCALHOST: [&str; 5] =
    ["localhost", "ip6-localhost", "ip6-loopback", "ip6-allnodes", "ip6-allrouters"];

/// The name of a host: letters, digits, `_` and `-`, at most [`NODE_NAME_MAX`] bytes, the first a
/// letter or `_`, and not one of [`LOCALHOST`].
///
/// It works in `/etc/hosts` and as a file name in `/run/netns`, and cannot be taken for an address,
/// which starts with a digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeName(String);

/// The reason why a string is not a valid name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// The string is empty.
    Empty,
    /// The string has this many bytes, more than [`NODE_NAME_MAX`].
    TooLong(usize),
    /// The string has this character, which names cannot have.
    Character(char),
    /// The string starts with this digit or `-`.
    First(char),
    /// The name is this one, by which every host knows itself.
    Localhost(&'static str),
}

impl NodeName {
    /// Checks a name.
    ///
    /// # Errors
    /// Returns the first problem found.
    pub fn new(name: &str) -> Result<Self, NameError> {
        let Some(first) = name.chars().next() else {
            return Err(NameError::Empty);
        };
        let is_valid = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if let Some(wrong) = name.chars().find(|&c| !is_valid(c)) {
            return Err(NameError::Character(wrong));
        }
        if first == '-' || first.is_ascii_digit() {
            return Err(NameError::First(first));
        }
        if name.len() > NODE_NAME_MAX {
            return Err(NameError::TooLong(name.len()));
        }
        if let Some(reserved) = LOCALHOST.iter().find(|own| name.eq_ignore_ascii_case(own)) {
            return Err(NameError::Localhost(reserved));
        }
        Ok(Self(name.to_owned()))
    }

    /// Returns the name as a string.
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
            Self::Empty => f.write_str("empty"),
            Self::TooLong(bytes) => write!(f, "too long: {bytes} bytes, at most {NODE_NAME_MAX}"),
            Self::Character(wrong) => {
                write!(f, "invalid character {wrong:?}: use letters, digits, `_` and `-`")
            }
            Self::First(wrong) => {
                write!(f, "starts with {wrong:?}: names must start with a letter or `_`")
            }
            Self::Localhost(name) => write!(f, "`{name}` is reserved"),
        }
    }
}

impl std::error::Error for NameError {}

/// The name of an interface: `eth0`, `eth1`, ... in each host.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IfName(String);

impl IfName {
    /// Returns the name of a host's interface number `nth`, counted from 0.
    #[must_use]
    pub fn eth(nth: usize) -> Self {
        Self::numbered("eth", nth)
    }

    /// Returns the name of a switch's port number `nth`, counted from 1.
    #[must_use]
    pub fn port(nth: usize) -> Self {
        Self::numbered("port", nth)
    }

    /// Returns the name of the bridge in a switch.
    #[must_use]
    pub fn bridge() -> Self {
        Self("br0".to_owned())
    }

    fn numbered(prefix: &str, nth: usize) -> Self {
        let name = format!("{prefix}{nth}");
        debug_assert!(name.len() <= IF_NAME_MAX, "there are fewer than 10^11 interfaces");
        Self(name)
    }

    /// Returns the name as a string.
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
    fn accepts_host_names() {
        for name in ["a", "producer", "Site_A-1", "_x", &"n".repeat(63)] {
            assert_eq!(NodeName::new(name).expect(name).as_str(), name);
        }
    }

    #[test]
    fn refuses_names_that_do_not_resolve() {
        for (name, why) in [
            ("", NameError::Empty),
            ("a b", NameError::Character(' ')),
            ("a/b", NameError::Character('/')),
            ("é", NameError::Character('é')),
            ("-a", NameError::First('-')),
            ("10", NameError::First('1')),
            ("LocalHost", NameError::Localhost("localhost")),
            ("ip6-loopback", NameError::Localhost("ip6-loopback")),
            (&"n".repeat(64), NameError::TooLong(64)),
        ] {
            assert_eq!(NodeName::new(name), Err(why), "{name:?}");
        }
    }
}
