//! A packet as it was recorded.

use std::time::Duration;

use nsfixture_plan::PacketView;

use crate::wire::{Loss, Offload, packet_view};

/// A packet, or a GSO frame of several, as it was recorded where it arrived or would have arrived.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// Since the Unix epoch, by the machine's clock.
    pub(crate) time: Duration,
    /// The receiver: a place in the points of the network.
    pub(crate) at: usize,
    /// The first bytes, from the Ethernet header on.
    pub(crate) bytes: Box<[u8]>,
    /// The length of all of them.
    pub(crate) len: usize,
    /// What its sender has left to the network card.
    pub(crate) offload: Offload,
    pub(crate) fate: Fate,
}

impl Record {
    /// Returns the hardware address of the sender.
    pub(crate) fn sender(&self) -> Option<[u8; 6]> {
        self.bytes.get(6..)?.first_chunk().copied()
    }

    /// Returns the number of packets that it is on the wire.
    pub(crate) fn wire_packets(&self) -> usize {
        let size = usize::from(self.offload.segment_size);
        if size == 0 {
            return 1;
        }
        let headers = usize::from(self.offload.header_len);
        self.len.saturating_sub(headers).div_ceil(size).max(1)
    }

    /// Returns what the headers say.
    pub(crate) fn view(&self) -> PacketView<'_> {
        packet_view(&self.bytes, self.len)
    }
}

/// What has become of a recorded packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Arrived,
    /// A fault of its cable has taken it.
    Lost(Loss),
}
