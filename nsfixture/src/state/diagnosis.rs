//! What the hosts of a network say about why its test has failed.

use std::sync::PoisonError;
use std::time::Duration;

use super::network::Network;
use crate::diagnosis::{CableFaults, Evidence, diagnose};
use crate::host_state::HostState;
use crate::packets::Record;
use crate::panics::Moment;

impl Network {
    /// Looks at the hosts while the network is up, for [`diagnose`](Self::diagnose), unless a panic has led to that.
    pub(crate) fn inspect(&self) {
        self.panics.inspection.take_place(Moment::End);
    }

    /// Returns what was seen in the hosts.
    pub(crate) fn host_states(&self) -> Vec<HostState> {
        self.panics.inspection.states()
    }

    /// Returns when the test failed, since the Unix epoch, if it is known.
    pub(crate) fn failure_time(&self) -> Option<Duration> {
        self.panics.inspection.time()
    }

    /// Returns what is odd about the network and its packets, in lines, the most telling first. The network is down, and its
    /// hosts were looked at before.
    pub(crate) fn diagnose(&self, hosts: &[HostState], packets: &[Record]) -> Vec<String> {
        if hosts.is_empty() {
            return Vec::new();
        }
        let report = self.engine_report.lock().unwrap_or_else(PoisonError::into_inner);
        let counters = report.iter().flat_map(|report| &report.counters);
        let faults = counters
            .map(|&(at, counters)| CableFaults { direction: self.direction_name(at), counters });
        let faults: Vec<CableFaults> = faults.collect();
        let (faults, points) = (&*faults, &*self.points());
        diagnose(&Evidence { plan: &self.plan, hosts, faults, packets, points })
    }
}
