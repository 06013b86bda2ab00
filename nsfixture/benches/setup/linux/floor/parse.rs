//! Parses the kernel's messages.

/// A number of the kernel's, 0 if the bytes end before it.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_ne_bytes)
}

/// A number of the kernel's, 0 if the bytes end before it.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    let two = bytes.get(at..at + 2).and_then(|two| two.try_into().ok());
    two.map_or(0, u16::from_ne_bytes)
}

/// Cuts a run of messages, or of attributes, at the lengths that they begin with.
pub(super) fn cut(mut bytes: &[u8], length: fn(&[u8]) -> usize) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let own = length(bytes);
        let (found, _) = bytes.split_at_checked(own).filter(|_| own >= 4)?;
        bytes = bytes.get(own.next_multiple_of(4)..).unwrap_or_default();
        Some(found)
    })
}
