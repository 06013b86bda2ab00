//! Pictures of a network.

use std::fmt;

use super::handle::Net;

/// Draws the network for a terminal, with its addresses, like
/// [`Topology::to_text`](crate::Topology::to_text).
impl fmt::Display for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.network().plan.fmt(f)
    }
}

impl fmt::Debug for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.network().plan.nodes.iter().map(|node| node.name.as_str());
        f.debug_tuple("Net").field(&names.collect::<Vec<_>>()).finish()
    }
}
