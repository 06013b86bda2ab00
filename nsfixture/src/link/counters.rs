//! What an interface has sent and received.

use nsfixture_plan::Interface;
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::packet_route::link::LinkAttribute;

/// What an interface has sent and received since it was made (`rtnl_link_stats64`,
/// `linux/if_link.h`).
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
    /// Packets that could not be sent for an error.
    pub tx_errors: u64,
    /// Packets that were dropped before they were sent.
    pub tx_dropped: u64,
}

impl Counters {
    /// From the kernel's answer about an interface.
    pub(super) fn of(answers: &[RouteNetlinkMessage], interface: &Interface) -> Self {
        let attributes = answers.iter().filter_map(|answer| match answer {
            RouteNetlinkMessage::NewLink(link) if link.header.index == interface.index => {
                Some(&link.attributes)
            }
            _ => None,
        });
        let stats = attributes.flatten().find_map(|attribute| match attribute {
            LinkAttribute::Stats64(stats) => Some(*stats),
            _ => None,
        });
        let stats = stats.unwrap_or_default();
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
