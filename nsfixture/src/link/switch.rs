//! A LAN of a network that is up.

use std::fmt;
use std::sync::Arc;

use nsfixture_plan::{At, Interface, LanPlan};

use super::{Counters, End};
use crate::error::Error;
use crate::kernel::messages;
use crate::net::Inner;
use crate::node::Node;

/// A LAN of a network that is up: a switch with a cable to each of its nodes.
///
/// It is a handle, as [`Node`] is: cheap to clone, and it does not keep the network up.
#[derive(Clone)]
pub struct Switch {
    net: Arc<Inner>,
    lan: usize,
}

/// The place of the bridge among a switch's interfaces; the ports follow it.
const BRIDGE: usize = 0;

impl Switch {
    pub(crate) fn new(net: Arc<Inner>, lan: usize) -> Self {
        Self { net, lan }
    }

    fn plan(&self) -> &LanPlan {
        &self.net.plan.lans[self.lan]
    }

    fn at(&self) -> At {
        At::Switch(self.lan)
    }

    fn interfaces(&self) -> &[Interface] {
        self.net.plan.interfaces(self.at())
    }

    fn end(&self, nth: usize) -> End {
        End { net: Arc::clone(&self.net), side: self.plan().ends[nth] }
    }

    /// The name that the topology gives it, or `lan1`, `lan2`, ...
    pub fn name(&self) -> &str {
        &self.plan().name
    }

    /// The nodes that are joined to it, in the order in which the topology names them.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        let ends = self.plan().ends.iter();
        ends.map(|side| Node::new(Arc::clone(&self.net), side.node))
    }

    /// Pulls a node's cable out of the switch: its interface has no carrier any more, but keeps
    /// its addresses and routes.
    ///
    /// # Errors
    /// If the network is down.
    ///
    /// # Panics
    /// If the node is not joined to the LAN.
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
        self.set_down([self.port_of(node)])
    }

    /// Puts a node's cable back; when this returns, it carries packets.
    ///
    /// # Errors
    /// If the network is down.
    ///
    /// # Panics
    /// If the node is not joined to the LAN.
    #[track_caller]
    pub fn plug(&self, node: &Node) -> Result<(), Error> {
        self.set_up(&[self.port_of(node)])
    }

    /// Pulls every cable out of the switch, as [`unplug`](Self::unplug) does.
    ///
    /// # Errors
    /// If the network is down.
    pub fn down(&self) -> Result<(), Error> {
        self.set_down(1..self.interfaces().len())
    }

    /// Puts every cable back, as [`plug`](Self::plug) does.
    ///
    /// # Errors
    /// If the network is down.
    pub fn up(&self) -> Result<(), Error> {
        let ports: Vec<usize> = (1..self.interfaces().len()).collect();
        self.set_up(&ports)
    }

    /// Sets the largest packet that the nodes send into the LAN, and that it carries, in bytes.
    ///
    /// Below 1280 the kernel takes IPv6 from the nodes' interfaces (RFC 8200, section 5), and does
    /// not give it back.
    ///
    /// # Errors
    /// If the network is down, or the kernel refuses the number.
    pub fn set_mtu(&self, bytes: u32) -> Result<(), Error> {
        self.net.set_mtu(self.at(), self.interfaces(), bytes)?;
        (0..self.plan().ends.len()).try_for_each(|nth| self.end(nth).set_mtu(bytes))
    }

    /// What each node has sent into the LAN and received from it.
    ///
    /// # Errors
    /// If the network is down.
    pub fn counters(&self) -> Result<Vec<(Node, Counters)>, Error> {
        let ends = self.nodes().enumerate();
        ends.map(|(nth, node)| Ok((node, self.end(nth).counters()?))).collect()
    }

    /// The place of a node's port among the interfaces.
    #[track_caller]
    fn port_of(&self, node: &Node) -> usize {
        let place = self.nodes().position(|other| other == *node);
        match place {
            Some(place) => place + 1,
            None => panic!("node `{}` is not joined to the lan `{}`", node.name(), self.name()),
        }
    }

    fn set_down(&self, ports: impl IntoIterator<Item = usize>) -> Result<(), Error> {
        let ports = ports.into_iter().map(|port| messages::take_down(&self.interfaces()[port]));
        let requests = ports.collect();
        self.net.act(self.at(), |place, netlink| netlink.request(place, requests))?;
        Ok(())
    }

    fn set_up(&self, ports: &[usize]) -> Result<(), Error> {
        let each = ports.iter().map(|&port| messages::bring_up(&self.interfaces()[port]));
        let requests = each.collect();
        self.net.act(self.at(), |place, netlink| netlink.request(place, requests))?;
        for &port in ports {
            let side = self.plan().ends[port - 1];
            self.net.wait_until_all_are_ready(At::Node(side.node), &[side.interface])?;
        }
        let mut all = ports.to_vec();
        all.push(BRIDGE);
        self.net.wait_until_all_are_ready(self.at(), &all)
    }
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes: Vec<String> = self.nodes().map(|node| node.name().to_owned()).collect();
        f.debug_struct("Switch").field("name", &self.name()).field("nodes", &nodes).finish()
    }
}
