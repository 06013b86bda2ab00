//! The long headers of QUIC (RFC 8999, RFC 9000, RFC 9369); everything else in it is encrypted.

/// Returns the form of a packet, if it has a long header of a known version.
pub(super) fn decode(payload: &[u8]) -> Option<String> {
    let (&first, rest) = payload.split_first()?;
    let version = u32::from_be_bytes(*rest.first_chunk()?);
    let has_long_header = first & 0x80 != 0;
    let is_plausible = rest.get(4).is_some_and(|&len| len <= 20);
    if !has_long_header || !is_plausible {
        return None;
    }
    let kinds = match version {
        0 => return Some("version negotiation".to_owned()),
        1 => ["Initial", "0-RTT", "Handshake", "Retry"],
        0x6b33_43cf => ["Retry", "Initial", "0-RTT", "Handshake"],
        _ => return None,
    };
    // The bit that is always set (RFC 9000, section 17.2).
    (first & 0x40 != 0).then(|| kinds[usize::from(first >> 4 & 3)].to_owned())
}
