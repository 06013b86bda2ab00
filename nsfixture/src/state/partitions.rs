//! Creating partitions, and healing them.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use nsfixture_plan::{CableEnd, Cut, SiteId};

use super::cuts::{Partition, PartitionId, Partitions};
use super::network::Network;
use crate::error::{Error, Kind};
use crate::kernel::pump::Engine;
use crate::wire::{Barrier, Hosts, Refusal};

impl Network {
    /// Creates a partition, in addition to others, which may tell senders that their packets are lost.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if a cable of a host that is cut off cannot be impaired.
    pub(crate) fn partition(&self, cuts: Vec<Cut>, rejects: bool) -> Result<PartitionId, Error> {
        for cut in &cuts {
            self.check_cables(cut.to)?;
            if rejects {
                self.check_cables(cut.from)?;
            }
        }
        self.change_partitions(|partitions| {
            partitions.last += 1;
            let id = PartitionId(partitions.last);
            partitions.active.push(Partition { id, cuts, rejects });
            id
        })
    }

    /// Has a partition tell senders that their packets are lost, if it is active.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if a cable of a sender cannot be impaired. Nothing has changed then.
    pub(crate) fn reject(&self, id: PartitionId) -> Result<(), Error> {
        let cuts = {
            let partitions = self.partitions.lock().unwrap_or_else(PoisonError::into_inner);
            let partition = partitions.active.iter().find(|partition| partition.id == id);
            partition.map(|partition| partition.cuts.clone()).unwrap_or_default()
        };
        cuts.iter().try_for_each(|cut| self.check_cables(cut.from))?;
        self.change_partitions(|partitions| {
            let mut partitions = partitions.active.iter_mut();
            if let Some(partition) = partitions.find(|partition| partition.id == id) {
                partition.rejects = true;
            }
        })
    }

    /// Ends a partition, if it is active.
    pub(crate) fn heal(&self, id: PartitionId) -> Result<(), Error> {
        self.change_partitions(|partitions| {
            partitions.active.retain(|partition| partition.id != id);
        })
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
        let mut barriers = Vec::new();
        let wires = self.plan.cables.iter().enumerate().filter(|(_, cable)| cable.wire.is_some());
        for (nth, cable) in wires {
            for from in [0, 1] {
                let ends = [cable.ends[from], cable.ends[1 - from]];
                barriers.push((nth, from, self.barrier(partitions, ends)));
            }
        }
        engine.block(barriers)
    }

    /// Returns what partitions do to packets between two ends of a cable.
    fn barrier(&self, partitions: &Partitions, [from, to]: [CableEnd; 2]) -> Barrier {
        let (from, to) = (from.in_host(), to.in_host());
        let refusal = from.and_then(|from| {
            let hosts = partitions.refusing(from.node);
            let own = BTreeSet::from([from.node]);
            (!hosts.is_empty()).then(|| Refusal {
                from: self.addresses_of(&own).addrs,
                to: self.addresses_of(&hosts),
            })
        });
        let of = |hosts: fn(&Partitions, usize) -> BTreeSet<usize>| {
            to.map(|to| self.addresses_of(&hosts(partitions, to.node))).unwrap_or_default()
        };
        Barrier { silent: of(Partitions::silenced), rejected: of(Partitions::rejected), refusal }
    }

    /// Returns the addresses by which packets of hosts are recognised.
    fn addresses_of(&self, hosts: &BTreeSet<usize>) -> Hosts {
        let mut found = Hosts::default();
        for interface in hosts.iter().flat_map(|&host| &self.plan.nodes[host].interfaces) {
            found.macs.push(interface.mac);
            found.addrs.push(interface.link_local().into());
            found.addrs.extend(interface.addrs.iter().map(|addr| addr.addr()));
        }
        found
    }
}
