//! Reading interface statistics.

use nsfixture_plan::Interface;
use rtnetlink::packet_route::RouteNetlinkMessage;

use crate::counters::Counters;
use crate::kernel::netlink::answers;

impl Counters {
    /// Reads the kernel's answers about an interface.
    pub(super) fn from_answers(answers: &[RouteNetlinkMessage], interface: &Interface) -> Self {
        let stats = answers::statistics(answers, interface).unwrap_or_default();
        Self {
            rx_packets: stats.rx_packets,
            rx_bytes: stats.rx_bytes,
            rx_errors: stats.rx_errors,
            rx_dropped: stats.rx_dropped,
            tx_packets: stats.tx_packets,
            tx_bytes: stats.tx_bytes,
            tx_errors: stats.tx_errors,
            tx_dropped: stats.tx_dropped,
        }
    }
}
