//! The Internet checksum (RFC 1071).

/// Adds up 16-bit words in one's complement arithmetic; a last odd byte counts as the high one.
pub(crate) fn sum(bytes: &[u8]) -> u16 {
    let mut words = bytes.chunks_exact(2);
    let mut total: u64 =
        words.by_ref().map(|word| u64::from(u16::from_be_bytes([word[0], word[1]]))).sum();
    if let [last] = words.remainder() {
        total += u64::from(*last) << 8;
    }
    fold(total)
}

/// Returns the one's complement sum of numbers that were added as integers.
pub(crate) fn fold(mut total: u64) -> u16 {
    while total > 0xffff {
        total = (total & 0xffff) + (total >> 16);
    }
    total as u16
}

/// Returns a sum in which `old` is replaced with `new`.
pub(crate) fn replace(sum: u16, old: u16, new: u16) -> u16 {
    fold(u64::from(sum) + u64::from(!old) + u64::from(new))
}

/// Fills in the checksum of everything from `start` in the field at `field`, which holds the pseudo-header's sum.
/// Returns nothing if the field is not there.
pub(crate) fn complete(bytes: &mut [u8], start: usize, field: usize) -> Option<()> {
    let checksum = match !sum(bytes.get(start..)?) {
        // Zero would mean that there is none.
        0 => 0xffff,
        checksum => checksum,
    };
    bytes.get_mut(field..field + 2)?.copy_from_slice(&checksum.to_be_bytes());
    Some(())
}
