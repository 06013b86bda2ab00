//! A link of a network that is up.

use std::fmt;
use std::sync::Arc;

use nsfixture_plan::{LinkPlan, Side};

use super::{Counters, End, unknown};
use crate::error::Error;
use crate::net::Inner;
use crate::node::Node;

/// A link of a network that is up: a cable between two nodes.
///
/// It is a handle, as [`Node`] is: cheap to clone, and it does not keep the network up.
#[derive(Clone)]
pub struct Cable {
    net: Arc<Inner>,
    link: usize,
}

/// Which link is meant: its name, or the two hosts that it joins, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CableName(Meant);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meant {
    Name(String),
    Ends(String, String),
}

impl Cable {
    pub(crate) fn new(net: Arc<Inner>, link: usize) -> Self {
        Self { net, link }
    }

    fn plan(&self) -> &LinkPlan {
        &self.net.plan.links[self.link]
    }

    fn each_end(&self) -> [End; 2] {
        self.plan().ends.map(|side: Side| End { net: Arc::clone(&self.net), side })
    }

    /// The name that the topology gives it, or `link1`, `link2`, ...
    pub fn name(&self) -> &str {
        &self.plan().name
    }

    /// The nodes that it joins, in the order in which the topology names them.
    pub fn ends(&self) -> [Node; 2] {
        self.plan().ends.map(|side| Node::new(Arc::clone(&self.net), side.node))
    }

    /// Sets both ends down, as `ip link set eth0 down` does: nothing passes, and the routes over
    /// them are gone.
    ///
    /// # Errors
    /// If the network is down.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(a, b, name = "wire"))]
    /// fn survives_a_cut(a: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     let wire = net.link("wire");
    ///     wire.down()?;
    ///     a.ping("b").unwrap_err();
    ///     wire.up()?;
    ///     a.ping("b")?;
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn down(&self) -> Result<(), Error> {
        self.each_end().iter().try_for_each(End::take_down)
    }

    /// Sets both ends up, where they are down, and gives them back their addresses and routes as
    /// the topology has them; when this returns, they carry packets.
    ///
    /// # Errors
    /// If the network is down, or the kernel refuses something.
    pub fn up(&self) -> Result<(), Error> {
        let ends = self.each_end();
        ends.iter().try_for_each(End::bring_back)?;
        let ready = |end: &End| self.net.wait_until_all_are_ready(end.at(), &[end.side.interface]);
        ends.iter().try_for_each(ready)
    }

    /// Sets the largest packet that both ends send, in bytes.
    ///
    /// Below 1280 the kernel takes IPv6 from them (RFC 8200, section 5); with a larger MTU again,
    /// [`down`](Self::down) and [`up`](Self::up) give it back.
    ///
    /// # Errors
    /// If the network is down, or the kernel refuses the number.
    pub fn set_mtu(&self, bytes: u32) -> Result<(), Error> {
        self.each_end().iter().try_for_each(|end| end.set_mtu(bytes))
    }

    /// What each end has sent and received.
    ///
    /// # Errors
    /// If the network is down.
    pub fn counters(&self) -> Result<[Counters; 2], Error> {
        let [a, b] = self.each_end();
        Ok([a.counters()?, b.counters()?])
    }
}

impl Inner {
    /// The link that is meant, or why it cannot be told.
    pub(crate) fn find_link(&self, meant: &CableName) -> Result<usize, String> {
        let links = self.plan.links.iter();
        match &meant.0 {
            Meant::Name(name) => {
                links.clone().position(|link| link.name == *name).ok_or_else(|| {
                    let names: Vec<&str> = links.map(|link| link.name.as_str()).collect();
                    let is_lan = self.plan.lans.iter().any(|lan| lan.name == *name);
                    let instead = is_lan.then_some("it is a LAN: ask for it with `Net::lan`");
                    unknown("link", name, &names, instead)
                })
            }
            Meant::Ends(a, b) => {
                let name = |side: Side| self.plan.nodes[side.node].name.as_str();
                let joins = |link: &LinkPlan| {
                    let [one, other] = link.ends.map(name);
                    (one, other) == (a, b) || (one, other) == (b, a)
                };
                let found: Vec<usize> =
                    links.enumerate().filter(|(_, link)| joins(link)).map(|(nth, _)| nth).collect();
                match found[..] {
                    [only] => Ok(only),
                    [] => Err(format!("no link joins `{a}` and `{b}`")),
                    _ => Err(format!(
                        "{} links join `{a}` and `{b}`: give each a name and ask for it",
                        found.len()
                    )),
                }
            }
        }
    }
}

impl From<&str> for CableName {
    fn from(name: &str) -> Self {
        Self(Meant::Name(name.to_owned()))
    }
}

impl From<(&str, &str)> for CableName {
    fn from((a, b): (&str, &str)) -> Self {
        Self(Meant::Ends(a.to_owned(), b.to_owned()))
    }
}

impl From<(&Node, &Node)> for CableName {
    fn from((a, b): (&Node, &Node)) -> Self {
        (a.name(), b.name()).into()
    }
}

impl fmt::Debug for Cable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ends = self.ends().map(|node| node.name().to_owned());
        f.debug_struct("Cable").field("name", &self.name()).field("ends", &ends).finish()
    }
}
