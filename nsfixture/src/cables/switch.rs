//! A LAN of a network that is up.

use std::fmt;
use std::sync::Arc;

use nsfixture_plan::{CablePlan, Interface, LanPlan, SiteId};

use super::cable::Cable;
use super::end::End;
use crate::counters::Counters;
use crate::error::{Error, Kind, or_panic};
use crate::node::Node;
use crate::state::Network;

/// A LAN of a network that is up: a switch with a cable to each of its hosts.
///
/// This is a handle, like [`Node`]: cheap to clone. It does not keep the network up.
#[derive(Clone)]
pub struct Switch {
    network: Arc<Network>,
    lan: usize,
}

impl Switch {
    pub(crate) fn new(network: Arc<Network>, lan: usize) -> Self {
        Self { network, lan }
    }

    fn plan(&self) -> &LanPlan {
        &self.network.plan.lans[self.lan]
    }

    fn site(&self) -> SiteId {
        SiteId::Switch(self.lan)
    }

    fn interfaces(&self) -> &[Interface] {
        self.network.plan.interfaces(self.site())
    }

    fn cables(&self) -> &[CablePlan] {
        &self.network.plan.cables[self.plan().cables.clone()]
    }

    fn host_end(&self, cable: &CablePlan) -> End<'_> {
        let [_, host] = self.network.ends(cable);
        host
    }

    /// Returns the name of the LAN.
    pub fn name(&self) -> &str {
        &self.plan().name
    }

    /// Returns the hosts on the LAN, in the order in which the topology names them.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        let ends = self.network.plan.lan_ends(self.plan());
        ends.into_iter().map(|end| Node::new(Arc::clone(&self.network), end.node))
    }

    /// Returns the cable between the switch and the host named `name`.
    ///
    /// # Panics
    /// Panics if the host is not on the LAN. [`get_cable`](Self::get_cable) returns an error instead.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(lan(alice, bob, carol, name = "office"))]
    /// fn loses_one_host(bob: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     let cable = net.lan("office").cable("alice");
    ///     cable.down()?;
    ///     bob.ping("carol")?;
    ///     cable.up()?;
    ///     bob.ping("alice")?;
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    #[track_caller]
    pub fn cable(&self, name: &str) -> Cable {
        or_panic(self.get_cable(name))
    }

    /// Returns the cable between the switch and the host named `name`.
    ///
    /// # Errors
    /// Returns an error with the hosts on the LAN ([`is_unknown_name`](Error::is_unknown_name)).
    pub fn get_cable(&self, name: &str) -> Result<Cable, Error> {
        let nodes: Vec<Node> = self.nodes().collect();
        let names: Vec<&str> = nodes.iter().map(Node::name).collect();
        match names.iter().position(|known| *known == name) {
            Some(nth) => Ok(Cable::new(Arc::clone(&self.network), self.plan().cables.start + nth)),
            None => Err(Kind::UnknownName(format!(
                "no host named `{name}` on LAN `{}` (hosts: {})",
                self.name(),
                names.join(", ")
            ))
            .into()),
        }
    }

    /// Unplugs a host's cable from the switch: its interface loses the carrier, but keeps its addresses
    /// and routes.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    ///
    /// # Panics
    /// Panics if the host is not on the LAN.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(lan(a, b, c, name = "office"))]
    /// fn notices_that_b_is_gone(a: Node, b: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     let office = net.lan("office");
    ///     office.unplug(&b)?;
    ///     let carrier = || std::fs::read_to_string("/sys/class/net/eth0/carrier");
    ///     assert_eq!(b.run(carrier).unwrap().trim(), "0");
    ///     office.plug(&b)?;
    ///     a.ping("b")?;
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    #[track_caller]
    pub fn unplug(&self, node: &Node) -> Result<(), Error> {
        self.network.unplug(std::slice::from_ref(self.cable_of(node)))
    }

    /// Plugs a host's cable in again. On return it carries packets.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    ///
    /// # Panics
    /// Panics if the host is not on the LAN.
    #[track_caller]
    pub fn plug(&self, node: &Node) -> Result<(), Error> {
        self.network.plug(self.lan, std::slice::from_ref(self.cable_of(node)))
    }

    /// Unplugs every cable, like [`unplug`](Self::unplug).
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn down(&self) -> Result<(), Error> {
        self.network.unplug(self.cables())
    }

    /// Plugs every cable in again, like [`plug`](Self::plug).
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn up(&self) -> Result<(), Error> {
        self.network.plug(self.lan, self.cables())
    }

    /// Sets the MTU of the LAN, in bytes: of its switch and of the hosts' interfaces.
    ///
    /// Below 1280 the kernel disables IPv6 on the hosts' interfaces (RFC 8200, section 5), and does not
    /// enable it again.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the kernel refuses the MTU.
    pub fn set_mtu(&self, bytes: u32) -> Result<(), Error> {
        self.network.set_mtu(self.site(), self.interfaces(), bytes)?;
        let ends = self.cables().iter().flat_map(|cable| self.network.all_ends(cable).split_off(1));
        ends.into_iter().try_for_each(|end| end.set_mtu(bytes))
    }

    /// Returns the statistics of each host's interface.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn counters(&self) -> Result<Vec<(Node, Counters)>, Error> {
        let each = self.nodes().zip(self.cables());
        each.map(|(node, cable)| Ok((node, self.host_end(cable).counters()?))).collect()
    }

    #[track_caller]
    fn cable_of(&self, node: &Node) -> &CablePlan {
        match self.nodes().position(|other| other == *node) {
            Some(nth) => &self.cables()[nth],
            None => panic!("host `{}` is not on LAN `{}`", node.name(), self.name()),
        }
    }
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes: Vec<String> = self.nodes().map(|node| node.name().to_owned()).collect();
        f.debug_struct("Switch").field("name", &self.name()).field("nodes", &nodes).finish()
    }
}
