//! Partitions: hosts that cannot reach each other.

use std::fmt;
use std::sync::Arc;

use nsfixture_plan::{Cut, CutMistake, Groups};

use super::handle::Net;
use crate::error::{Error, Kind};
use crate::state::{Network, PartitionId};

/// A partition of a network that is up.
///
/// It stays active when this handle is dropped.
#[derive(Clone)]
pub struct Partition {
    network: Arc<Network>,
    id: PartitionId,
}

impl Partition {
    /// Has the partition tell senders from now on that their packets are lost, as a firewall does that rejects them:
    /// a TCP segment gets a reset, so that a connection fails with "connection refused" at once, and any other packet
    /// the ICMP error "port unreachable". A second call does nothing.
    ///
    /// The answer comes from the address that the packet was sent to, on the cable of the sender. ARP and
    /// neighbour discovery pass, as through a firewall of IP packets. What must not be answered is lost in silence
    /// (RFC 1122, section 3.2.2), and so is everything that another partition loses in silence.
    ///
    /// Returns this partition again.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if a cable of a host whose packets are to be rejected cannot be
    /// impaired. The partition stays as it was then.
    ///
    /// ```
    /// use std::io::ErrorKind;
    /// use std::net::TcpStream;
    ///
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(lan(n1, n2, n3), faults)]
    /// fn is_refused(n1: Node, n3: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     let partition = net.partition((["n1", "n2"], ["n3"]))?.reject()?;
    ///     let error = TcpStream::connect((n3.ipv4(), 80)).unwrap_err();
    ///     assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    ///     partition.heal()?;
    ///     n1.ping("n3")?;
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn reject(&self) -> Result<Self, Error> {
        self.network.reject(self.id)?;
        Ok(self.clone())
    }

    /// Ends this partition; others stay active. A second call does nothing.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn heal(&self) -> Result<(), Error> {
        self.network.heal(self.id)
    }
}

impl fmt::Debug for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partition").finish_non_exhaustive()
    }
}

impl Net {
    /// Partitions hosts: those of one group cannot reach those of another one any more, over links, LANs and
    /// routers. Their packets are lost in silence, unless the partition is told to [`reject`](Partition::reject) them.
    ///
    /// Hosts of no group reach everybody. So with a host left out, the groups have a bridge between them:
    /// `net.partition((["n1", "n2"], ["n4", "n5"]))`.
    ///
    /// Packets are recognised by the addresses that hosts have in the topology. A router that is cut off from
    /// a host does not forward packets to it either.
    ///
    /// # Errors
    /// Returns an error if a host does not exist or is in two groups, if there are fewer than two groups, if the
    /// network is down, or if a cable of one of the hosts cannot be impaired.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(lan(n1, n2, n3), faults)]
    /// fn survives_a_partition(n1: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     let partition = net.partition((["n1", "n2"], ["n3"]))?;
    ///     n1.ping("n2")?;
    ///     n1.ping("n3").unwrap_err();
    ///     partition.heal()?;
    ///     n1.ping("n3")?;
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn partition(&self, groups: impl Into<Groups>) -> Result<Partition, Error> {
        let groups = groups.into();
        let hosts = groups.hosts().iter().map(|group| self.indices(group));
        let hosts: Vec<Vec<usize>> = hosts.collect::<Result<_, _>>()?;
        self.cut(Cut::groups(&hosts))
    }

    /// Loses all packets from the host `from` to the host `to`; those the other way pass.
    ///
    /// # Errors
    /// Returns the same errors as [`partition`](Self::partition).
    pub fn partition_oneway(&self, from: &str, to: &str) -> Result<Partition, Error> {
        self.cut(Cut::oneway(self.index(from)?, self.index(to)?))
    }

    /// Cuts a host off from all others, in both directions. Its interfaces stay up.
    ///
    /// # Errors
    /// Returns the same errors as [`partition`](Self::partition).
    pub fn isolate(&self, host: &str) -> Result<Partition, Error> {
        let host = self.index(host)?;
        self.cut(Ok(Cut::isolate(host, self.network().plan.nodes.len())))
    }

    /// Partitions hosts so that each reaches a majority, and no two the same one ("majorities ring"): in a ring in the
    /// order given, each host reaches only those next to it.
    ///
    /// # Errors
    /// Returns the same errors as [`partition`](Self::partition), or an error if there are fewer than four hosts.
    pub fn partition_ring<S: AsRef<str>>(
        &self,
        hosts: impl IntoIterator<Item = S>,
    ) -> Result<Partition, Error> {
        let names: Vec<String> = hosts.into_iter().map(|name| name.as_ref().to_owned()).collect();
        self.cut(Cut::ring(&self.indices(&names)?))
    }

    /// Ends all partitions, those that a [`Fault`](crate::Fault) of the topology has begun included: such a fault may begin
    /// again later. Without any, it does nothing.
    ///
    /// # Errors
    /// Returns an error if the network is down.
    pub fn heal(&self) -> Result<(), Error> {
        self.network().heal_all()
    }

    fn cut(&self, cuts: Result<Vec<Cut>, CutMistake>) -> Result<Partition, Error> {
        let network = self.network();
        let name = |host: usize| network.plan.nodes[host].name.as_str();
        let cuts = cuts.map_err(|mistake| Kind::Partition(mistake.describe(name)))?;
        Ok(Partition { network: Arc::clone(network), id: network.partition(cuts, false)? })
    }

    fn index(&self, host: &str) -> Result<usize, Error> {
        self.network().find_node(host)
    }

    fn indices(&self, hosts: &[String]) -> Result<Vec<usize>, Error> {
        hosts.iter().map(|host| self.index(host)).collect()
    }
}
