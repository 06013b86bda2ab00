//! A cable of a network that is up.

use std::fmt;
use std::sync::Arc;

use nsfixture_plan::{CableEnd, CablePlan, SiteId};

use super::end::End;
use crate::counters::Counters;
use crate::error::{Error, Kind};
use crate::node::Node;
use crate::state::Network;

/// A cable of a network that is up: a link between two hosts, or the connection of one host to the
/// switch of a LAN.
///
/// This is a handle, like [`Node`]: cheap to clone. It does not keep the network up.
#[derive(Clone)]
pub struct Cable {
    network: Arc<Network>,
    cable: usize,
}

impl Cable {
    pub(crate) fn new(network: Arc<Network>, cable: usize) -> Self {
        Self { network, cable }
    }

    pub(super) fn network(&self) -> &Arc<Network> {
        &self.network
    }

    /// Returns the index of the cable in the plan.
    pub(super) fn index(&self) -> usize {
        self.cable
    }

    pub(super) fn plan(&self) -> &CablePlan {
        &self.network.plan.cables[self.cable]
    }

    fn ends(&self) -> [End<'_>; 2] {
        self.network.ends(self.plan())
    }

    /// Returns the name of the link or of the LAN that the cable belongs to.
    #[allow(clippy::missing_panics_doc, reason = "every cable belongs to a link or a LAN")]
    pub fn name(&self) -> &str {
        let plan = &self.network.plan;
        let link = plan.links.iter().find(|link| link.cable == self.cable);
        let lan = || plan.lans.iter().find(|lan| lan.cables.contains(&self.cable));
        let name = link.map(|link| &link.name).or_else(|| lan().map(|lan| &lan.name));
        name.expect("a cable belongs to a link or a LAN")
    }

    /// Returns the hosts at its ends: the two of a link, in the order in which the topology names them,
    /// or the one that is connected to a LAN.
    pub fn nodes(&self) -> Vec<Node> {
        let hosts = self.plan().ends.into_iter().filter_map(CableEnd::in_host);
        hosts.map(|end| Node::new(Arc::clone(&self.network), end.node)).collect()
    }

    /// Sets both ends administratively down, like `ip link set eth0 down`: nothing passes, and the
    /// routes through them are removed.
    ///
    /// # Errors
    /// Returns an error if the network is down.
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
        let ends = self.ends();
        ends.iter().try_for_each(End::set_down)?;
        self.network.follow_carriers()?;
        ends.iter().try_for_each(End::synchronize)
    }

    /// Unplugs the cable: the interfaces of its hosts lose their carriers, but stay up, and keep their
    /// addresses and routes.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the cable is a link that cannot be impaired: the two
    /// ends of a veth pair lose their carriers only with each other (veth(4)). Add `faults` to the link, or set
    /// it [`down`](Self::down).
    pub fn unplug(&self) -> Result<(), Error> {
        match self.plan().ends[0].site {
            SiteId::Switch(_) => self.network.unplug(std::slice::from_ref(self.plan())),
            _ => self.plug_link(false),
        }
    }

    /// Plugs the cable in again. On return it carries packets.
    ///
    /// # Errors
    /// Returns the same errors as [`unplug`](Self::unplug).
    pub fn plug(&self) -> Result<(), Error> {
        match self.plan().ends[0].site {
            SiteId::Switch(lan) => self.network.plug(lan, std::slice::from_ref(self.plan())),
            _ => self.plug_link(true),
        }
    }

    fn plug_link(&self, is_plugged: bool) -> Result<(), Error> {
        if self.plan().wire.is_none() {
            return Err(Kind::NotPluggable { link: self.name().to_owned() }.into());
        }
        self.network.set_unplugged(self.cable, !is_plugged)?;
        let ends = self.network.all_ends(self.plan());
        ends.iter()
            .try_for_each(|end| if is_plugged { end.wait_until_ready() } else { end.synchronize() })
    }

    /// Sets both ends up, where they are down, and restores their addresses and routes. On return they carry
    /// packets.
    ///
    /// An end gets back the addresses of the topology, and the IPv6 addresses that it had before
    /// [`down`](Self::down) where that removed them. Of a family of which it has addresses it gets no others,
    /// so an end that the test has renumbered stays that way. It gets back those routes of the topology which
    /// its addresses allow, but not those that the test has added. An interface that the test has deleted, and made
    /// again under its name, is taken for the same.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the kernel refuses an operation.
    pub fn up(&self) -> Result<(), Error> {
        let ends = self.ends();
        ends.iter().try_for_each(End::set_up)?;
        self.network.follow_carriers()?;
        let ends = self.network.all_ends(self.plan());
        ends.iter().try_for_each(End::wait_until_ready)
    }

    /// Sets the MTU of both ends, in bytes.
    ///
    /// Below 1280 the kernel disables IPv6 on them (RFC 8200, section 5). To enable it again, set a
    /// larger MTU, and then call [`down`](Self::down) and [`up`](Self::up).
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the kernel refuses the MTU.
    pub fn set_mtu(&self, bytes: u32) -> Result<(), Error> {
        let ends = self.network.all_ends(self.plan());
        ends.iter().try_for_each(|end| end.set_mtu(bytes))
    }

    /// Returns the statistics of both ends: for a link in the order of [`nodes`](Self::nodes), for a
    /// LAN's cable those of the switch's port first.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn counters(&self) -> Result<[Counters; 2], Error> {
        let [a, b] = self.ends();
        Ok([a.counters()?, b.counters()?])
    }
}

impl fmt::Debug for Cable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes = self.nodes();
        let nodes: Vec<&str> = nodes.iter().map(Node::name).collect();
        f.debug_struct("Cable").field("name", &self.name()).field("nodes", &nodes).finish()
    }
}
