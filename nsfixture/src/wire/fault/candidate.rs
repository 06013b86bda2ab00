//! A packet that is being decided about.

use nsfixture_plan::FateKind;

use crate::wire::frame::{Received, bit_of};

/// A packet of a frame.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'c, 'f> {
    pub(crate) frame: &'c Received<'f>,
    /// Its number in the frame.
    pub(crate) packet: u32,
    /// Whether hosts send it by themselves.
    pub(crate) is_background: bool,
}

impl Candidate<'_, '_> {
    /// Returns the fate of a packet in which a bit is flipped that is drawn from here; none if it has no bits.
    pub(super) fn corrupted(&self, draw: u64, is_copy: bool) -> Option<FateKind> {
        let of = self.frame.len(self.packet) as u32 * 8;
        let bit = bit_of(draw, of.into()) as u32;
        (of > 0).then_some(FateKind::Corrupted { bit, of, is_copy })
    }
}
