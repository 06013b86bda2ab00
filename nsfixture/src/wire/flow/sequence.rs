//! TCP sequence numbers that do not wrap around.

/// Follows the sequence numbers of a stream of bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sequence {
    /// The number that was seen last, and its position.
    last: Option<(u32, i64)>,
    /// The position after the last byte so far.
    pub(crate) end: i64,
}

impl Sequence {
    /// Returns the position of a sequence number in the stream, which begins at the number `origin`.
    ///
    /// It is negative for a probe of a byte before the first.
    pub(crate) fn position(&mut self, number: u32, origin: u32) -> i64 {
        let (last, position) = self.last.unwrap_or((origin, 0));
        let position = position + i64::from(number.wrapping_sub(last) as i32);
        self.last = Some((number, position));
        position
    }
}
