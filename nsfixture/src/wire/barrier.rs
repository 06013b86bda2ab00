//! What partitions do to the packets in one direction.

use std::net::IpAddr;

use super::frame::Received;
use super::hosts::{Hosts, addresses};

/// What partitions do to the packets in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Barrier {
    /// Hosts all of whose packets are lost on their way to the end of the direction.
    pub(crate) silent: Hosts,
    /// Hosts whose packets were rejected before; of what they send to all, only what resolves addresses passes.
    pub(crate) rejected: Hosts,
    pub(crate) refusal: Option<Refusal>,
}

/// Rejects packets of the host at the beginning of the direction, as a firewall does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The IP addresses of that host, which may also be a router.
    pub(crate) from: Vec<IpAddr>,
    /// The hosts that its packets are not to reach.
    pub(crate) to: Hosts,
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passage {
    Free,
    Lost,
    /// It is lost, and its sender is told.
    Rejected,
}

impl Barrier {
    /// Returns true if everything passes.
    pub(super) fn is_open(&self) -> bool {
        self.silent.is_empty() && self.rejected.is_empty() && self.refusal.is_none()
    }

    /// Decides about the packets of a frame.
    pub(super) fn passage(&self, frame: &Received<'_>) -> Passage {
        if self.silent.sent(frame) {
            return Passage::Lost;
        }
        // A firewall of IP packets lets them pass. Without them, nothing would be sent that could be rejected.
        if frame.headers.resolves_addresses() {
            return Passage::Free;
        }
        match &self.refusal {
            Some(refusal) if refusal.is_about(frame) => Passage::Rejected,
            _ if self.rejected.sent(frame) => Passage::Lost,
            _ => Passage::Free,
        }
    }
}

impl Refusal {
    fn is_about(&self, frame: &Received<'_>) -> bool {
        let is_between =
            |[from, to]: [IpAddr; 2]| self.from.contains(&from) && self.to.addrs.contains(&to);
        self.to.are_next(frame) || addresses(frame).is_some_and(is_between)
    }
}
