//! Creating partitions, and healing them.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use nsfixture_plan::{HostEnd, SiteId};

use super::cuts::{Cut, PartitionId, Partitions};
use super::network::Network;
use crate::error::{Error, Kind};
use crate::kernel::pump::Engine;
use crate::wire::Senders;

impl Network {
    /// Creates a partition, in addition to others.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if a cable of a host that is cut off cannot be impaired.
    pub(crate) fn partition(&self, cuts: Vec<Cut>) -> Result<PartitionId, Error> {
        for cut in &cuts {
            self.check_cables(cut.to)?;
        }
        self.change_partitions(|partitions| {
            partitions.last += 1;
            let id = PartitionId(partitions.last);
            partitions.active.push((id, cuts));
            id
        })
    }

    /// Ends a partition, if it is active.
    pub(crate) fn heal(&self, partition: PartitionId) -> Result<(), Error> {
        self.change_partitions(|partitions| partitions.active.retain(|(id, _)| *id != partition))
    }

    /// Ends all partitions.
    pub(crate) fn heal_all(&self) -> Result<(), Error> {
        self.change_partitions(|partitions| partitions.active.clear())
    }

    /// Checks that all cables of a host can be impaired: over another one, packets would reach it.
    fn check_cables(&self, host: usize) -> Result<(), Error> {
        for (nth, cable) in self.plan.cables.iter().enumerate() {
            let is_there = cable.ends.iter().any(|end| end.site == SiteId::Node(host));
            if is_there && cable.wire.is_none() {
                return Err(Kind::Plain { cable: self.plan.cable_name(nth) }.into());
            }
        }
        Ok(())
    }

    fn change_partitions<T>(&self, change: impl FnOnce(&mut Partitions) -> T) -> Result<T, Error> {
        let engine = self.if_up(|up| up.engine.clone()).ok_or(Kind::Down { host: None })?;
        // Under this lock, so that the last to change them is the last to set one.
        let mut partitions = self.partitions.lock().unwrap_or_else(PoisonError::into_inner);
        let done = change(&mut partitions);
        if let Some(engine) = engine {
            self.block(&partitions, &engine)?;
        }
        Ok(done)
    }

    fn block(&self, partitions: &Partitions, engine: &Engine) -> Result<(), Error> {
        let mut senders = Vec::new();
        let wires = self.plan.cables.iter().enumerate().filter(|(_, cable)| cable.wire.is_some());
        for (nth, cable) in wires {
            for (place, end) in cable.ends.into_iter().enumerate() {
                if let Some(HostEnd { node, .. }) = end.in_host() {
                    senders.push((nth, 1 - place, self.senders(&partitions.blocked(node))));
                }
            }
        }
        engine.block(senders)
    }

    /// Returns the addresses by which packets of hosts are recognised.
    fn senders(&self, hosts: &BTreeSet<usize>) -> Senders {
        let mut senders = Senders::default();
        for interface in hosts.iter().flat_map(|&host| &self.plan.nodes[host].interfaces) {
            senders.macs.push(interface.mac);
            senders.addrs.push(interface.link_local().into());
            senders.addrs.extend(interface.addrs.iter().map(|addr| addr.addr()));
        }
        senders
    }
}
