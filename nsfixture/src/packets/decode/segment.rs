//! TCP segments.

/// A TCP segment, or several that were sent together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent")]
pub(crate) struct Segment {
    pub(crate) seq: u32,
    /// The acknowledgment number, if there is one.
    pub(crate) ack: Option<u32>,
    pub(crate) syn: bool,
    pub(crate) fin: bool,
    pub(crate) rst: bool,
    /// The length of the payload.
    pub(crate) len: u32,
    /// As it is in the header, not scaled.
    pub(crate) window: u16,
    pub(crate) mss: Option<u16>,
    pub(crate) has_payload: bool,
}

impl Segment {
    /// Returns the part of the sequence that it takes.
    pub(crate) fn end(&self) -> u32 {
        self.seq.wrapping_add(self.len).wrapping_add(u32::from(self.syn) + u32::from(self.fin))
    }

    /// Returns true if it only acknowledges.
    pub(crate) fn is_ack(&self) -> bool {
        self.ack.is_some() && self.end() == self.seq && !self.rst
    }
}
