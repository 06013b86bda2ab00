//! Which link is meant.

use crate::node::Node;

/// Selects a link: by its name, or by the two hosts that it connects, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkId(pub(super) Selector);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selector {
    Name(String),
    Ends(String, String),
}

impl From<&str> for LinkId {
    fn from(name: &str) -> Self {
        Self(Selector::Name(name.to_owned()))
    }
}

impl From<&String> for LinkId {
    fn from(name: &String) -> Self {
        name.as_str().into()
    }
}

impl From<(&str, &str)> for LinkId {
    fn from((a, b): (&str, &str)) -> Self {
        Self(Selector::Ends(a.to_owned(), b.to_owned()))
    }
}

impl From<(&Node, &Node)> for LinkId {
    fn from((a, b): (&Node, &Node)) -> Self {
        (a.name(), b.name()).into()
    }
}
