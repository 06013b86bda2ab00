//! One direction of a cable, and what goes wrong there.

use std::fmt;
use std::sync::Arc;

use nsfixture_plan::addr::{Family, IfAddr};
use nsfixture_plan::{CableEnd, Faults, Impairment, PacketRule};

use super::cable::Cable;
use super::closures;
use crate::error::{Error, Kind, or_panic};
use crate::fault_counters::FaultCounters;
use crate::rule_counters::RuleCounters;
use crate::state::{CableDirection, Network};
use crate::trace_files;

/// One direction of a cable that can be impaired: the packets that come from one of its ends.
///
/// This is a handle, like [`Cable`]: cheap to clone. It does not keep the network up.
#[derive(Clone)]
pub struct Direction {
    network: Arc<Network>,
    at: CableDirection,
}

impl Direction {
    pub(super) fn new(network: Arc<Network>, cable: usize, from: usize) -> Self {
        Self { network, at: CableDirection { cable, from } }
    }

    pub(super) fn network(&self) -> &Arc<Network> {
        &self.network
    }

    pub(super) fn at(&self) -> CableDirection {
        self.at
    }

    /// Sets the faults of this direction, in place of those that were set before. They act on the next packet;
    /// packets that are on their way stay there.
    ///
    /// # Errors
    /// Returns an error if a fault is invalid, could have no effect or is one of the whole cable
    /// ([`flap`](Faults::flap)), if the network is down, or if the cable cannot be impaired.
    pub fn set(&self, faults: &Faults) -> Result<(), Error> {
        self.check_direction(faults)?;
        self.set_for_cable(faults)
    }

    /// Sets the faults of this direction, among them those of the whole cable.
    ///
    /// # Errors
    /// Returns the same errors as [`set`](Self::set), except about those.
    #[doc(hidden)]
    pub fn set_for_cable(&self, faults: &Faults) -> Result<(), Error> {
        self.network.set_impairment(self.at, self.check(faults)?)
    }

    /// Checks that no fault is one of the whole cable.
    pub(super) fn check_direction(&self, faults: &Faults) -> Result<(), Error> {
        if faults.need_whole_cable() {
            let cable = self.network.plan.cable_name(self.at.cable);
            return Err(Kind::WholeCable { cable }.into());
        }
        Ok(())
    }

    /// Checks faults, and returns what they do in this direction. A condition may differ by direction: the user
    /// is at the first end of a link, or is the host on a LAN.
    pub(super) fn check(&self, faults: &Faults) -> Result<Impairment, Error> {
        let CableDirection { cable, from } = self.at;
        let plan = &self.network.plan;
        let ends = plan.cables[cable].ends;
        let is_link = ends[0].in_host().is_some();
        let is_ipv6 = |addr: &IfAddr| addr.family() == Family::V6;
        let has_ipv6 = ends.iter().any(|&end| plan.interface(end).addrs.iter().any(is_ipv6));
        let hosts: Vec<&str> = plan.nodes.iter().map(|node| node.name.as_str()).collect();
        let mut read = faults.clone();
        read.read_trace(&mut trace_files::read);
        let [user, provider] = read.check_link(Some(&hosts), has_ipv6).map_err(Kind::Faults)?;
        let mut impairment = if (from == 0) == is_link { user } else { provider };
        plan.resolve(&mut impairment);
        closures::guard(&mut impairment, &self.network.panics);
        Ok(impairment)
    }

    /// Removes the faults of this direction.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the cable cannot be impaired.
    pub fn clear(&self) -> Result<(), Error> {
        self.set(&Faults::new())
    }

    /// Returns what has happened to the packets of this direction since the network came up.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the cable cannot be impaired.
    pub fn fault_counters(&self) -> Result<FaultCounters, Error> {
        self.network.fault_counters(self.at)
    }

    /// Returns what the rules that are active in this direction have done, in their order, since each was first set.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the cable cannot be impaired.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(a, b, name = "wire", rule(icmp = "echo-request", drop = [1])))]
    /// fn repeats_its_question(a: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     a.ping("b").unwrap_err();
    ///     a.ping("b")?;
    ///     let rules = net.link("wire").from("a").rules()?;
    ///     assert_eq!((rules[0].matched, rules[0].dropped), (2, 1));
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn rules(&self) -> Result<Vec<RuleCounters>, Error> {
        self.network.rule_counters(self.at, None)
    }

    /// Returns what rules have done, whether they are active or not.
    pub(super) fn counters_of(&self, rules: &[PacketRule]) -> Result<Vec<RuleCounters>, Error> {
        // The pump is asked only if it has to say something.
        if rules.is_empty() {
            return Ok(Vec::new());
        }
        self.network.rule_counters(self.at, Some(rules.to_vec()))
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.network.direction_name(self.at))
    }
}

impl fmt::Debug for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Direction({self})")
    }
}

impl Cable {
    /// Returns the direction of packets that come from a host.
    ///
    /// # Panics
    /// Panics if the cable does not end at the host. [`get_from`](Self::get_from) returns an error instead.
    #[track_caller]
    pub fn from(&self, host: &str) -> Direction {
        or_panic(self.get_from(host))
    }

    /// Returns the direction of packets that come from a host.
    ///
    /// # Errors
    /// Returns an error with the hosts at its ends ([`is_unknown_name`](Error::is_unknown_name)).
    pub fn get_from(&self, host: &str) -> Result<Direction, Error> {
        self.direction(host, |end| end)
    }

    /// Returns the direction of packets to a host: on a link those from the other host, on a LAN those from the
    /// switch.
    ///
    /// # Panics
    /// Panics if the cable does not end at the host. [`get_to`](Self::get_to) returns an error instead.
    #[track_caller]
    pub fn to(&self, host: &str) -> Direction {
        or_panic(self.get_to(host))
    }

    /// Returns the direction of packets to a host.
    ///
    /// # Errors
    /// Returns an error with the hosts at its ends ([`is_unknown_name`](Error::is_unknown_name)).
    pub fn get_to(&self, host: &str) -> Result<Direction, Error> {
        self.direction(host, |end| 1 - end)
    }

    fn direction(&self, host: &str, from: impl Fn(usize) -> usize) -> Result<Direction, Error> {
        let (network, cable) = (self.network(), self.index());
        let plan = &network.plan;
        let ends = plan.cables[cable].ends;
        let is_host = |nth: &usize| {
            ends[*nth].in_host().is_some_and(|end| plan.nodes[end.node].name.as_str() == host)
        };
        if let Some(end) = [0, 1].into_iter().find(is_host) {
            return Ok(Direction::new(Arc::clone(network), cable, from(end)));
        }
        let hosts = ends.into_iter().filter_map(CableEnd::in_host);
        let hosts: Vec<&str> = hosts.map(|end| plan.nodes[end.node].name.as_str()).collect();
        let (name, hosts) = (plan.cable_name(cable), hosts.join(", "));
        let unknown = format!("no host named `{host}` at cable `{name}` (hosts: {hosts})");
        Err(Kind::UnknownName(unknown).into())
    }

    pub(super) fn directions(&self) -> [Direction; 2] {
        [0, 1].map(|from| Direction::new(Arc::clone(self.network()), self.index(), from))
    }
}
