//! Frames as the kernel hands them over.

/// An Ethernet frame, and what is left to do with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    /// The frame without its check sequence, with its VLAN tag if it has one.
    pub(crate) bytes: &'a [u8],
    /// The work that the sender left to the network card.
    pub(crate) offload: Offload,
}

/// The work that a sender leaves to the network card, as in `struct virtio_net_hdr`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Offload {
    /// How the frame is to be segmented, if it is.
    pub(crate) kind: Option<Segmentation>,
    /// The payload of each segment.
    pub(crate) segment_size: u16,
    /// The length of all headers; a hint, which may be 0.
    pub(crate) header_len: u16,
    /// The checksum that is to be filled in.
    pub(crate) checksum: Option<Checksum>,
    /// Whether the first segment reports a reduced congestion window (CWR).
    pub(crate) ecn: bool,
}

/// A way to segment a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segmentation {
    /// TCP over IPv4.
    Tcp4,
    /// TCP over IPv6.
    Tcp6,
    /// UDP, each segment a datagram (`UDP_SEGMENT` in udp(7)).
    Udp,
}

/// A checksum of everything from `start`; its field holds the sum of the pseudo-header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checksum {
    /// Where the checksummed bytes begin in the frame.
    pub(crate) start: u16,
    /// Where the field is, from `start`.
    pub(crate) offset: u16,
}
