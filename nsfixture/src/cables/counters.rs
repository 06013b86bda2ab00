//! Interface statistics.

use nsfixture_plan::Interface;
use rtnetlink::packet_route::RouteNetlinkMessage;

use crate::kernel::netlink::answers;

/// The statistics of an interface since it was created (`rtnl_link_stats64`, `linux/if_link.h`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Packets received.
    pub rx_packets: u64,
    /// Bytes received.
    pub rx_bytes: u64,
    /// Packets received with an error.
    pub rx_errors: u64,
    /// Packets received and dropped.
    pub rx_dropped: u64,
    /// Packets sent.
    pub tx_packets: u64,
    /// Bytes sent.
    pub tx_bytes: u64,
    /// Packets that could not be sent because of an error.
    pub tx_errors: u64,
    /// Packets dropped before they were sent.
    pub tx_dropped: u64,
}

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
