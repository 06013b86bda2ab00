//! What is to be sent.

use std::ops::{Deref, DerefMut, Range};

use super::bytes::Bytes;
use super::offload::Offload;
use super::segments::MAX_HEADERS;

/// A frame to be sent: rewritten headers and the rest of a frame that was received.
#[derive(Debug, Clone)]
pub(crate) struct Packet<'a> {
    pub(super) head: Head,
    pub(super) bytes: Bytes<'a>,
    pub(super) body: Range<usize>,
    pub(super) offload: Offload,
    pub(super) wire_packets: u32,
}

impl Packet<'_> {
    /// Returns the bytes that come first, possibly none.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Returns the bytes that follow.
    pub(crate) fn body(&self) -> &[u8] {
        &self.bytes[self.body.clone()]
    }

    /// Returns the work that is left to the network card.
    pub(crate) fn offload(&self) -> Offload {
        self.offload
    }

    /// Returns the number of packets that this frame is on the wire.
    pub(crate) fn wire_packets(&self) -> u32 {
        self.wire_packets
    }
}

/// Headers that were rewritten.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    bytes: [u8; MAX_HEADERS],
    len: u8,
}

impl Head {
    /// Copies headers, which are no longer than the longest.
    pub(crate) fn new(headers: &[u8]) -> Self {
        let mut bytes = [0; MAX_HEADERS];
        bytes[..headers.len()].copy_from_slice(headers);
        Self { bytes, len: headers.len() as u8 }
    }
}

impl Deref for Head {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

impl DerefMut for Head {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[..usize::from(self.len)]
    }
}
