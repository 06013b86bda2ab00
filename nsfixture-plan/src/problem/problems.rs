//! Problems with a topology.

use std::fmt;

use super::kind::Kind;
use super::location::Location;

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

    /// Returns true if all hosts must be known for this to be a problem at all.
    pub(crate) fn needs_hosts(&self) -> bool {
        matches!(&self.kind, Kind::Fault(mistake) if mistake.depends_on_hosts())
    }

    /// Returns the link or LAN all of whose hosts and addresses must be known for this to be a
    /// problem at all.
    pub(crate) fn needs_whole(&self) -> Option<usize> {
        match (self.location, &self.kind) {
            (Location::Segment(segment) | Location::Endpoint { segment, .. }, _)
            | (Location::Option { segment, .. }, Kind::Mtu { .. }) => Some(segment),
            (
                Location::Option { segment, .. }
                | Location::From { segment, .. }
                | Location::FromOption { segment, .. },
                Kind::Fault(mistake),
            ) => mistake.depends_on_others().then_some(segment),
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_one_line(&self.kind.to_string()))
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
