//! Netlink attributes (`struct nlattr`, `linux/netlink.h`). What is cut off or malformed ends their list.

/// `NLA_TYPE_MASK`: without `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER`.
const KIND: u16 = 0x3fff;

/// The kind and the value of each attribute.
pub(super) struct Attributes<'a>(&'a [u8]);

/// Returns the attributes in a message, or in another attribute.
pub(super) fn attributes(bytes: &[u8]) -> Attributes<'_> {
    Attributes(bytes)
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let [a, b, c, d, ..] = *self.0 else { return None };
        let length = usize::from(u16::from_ne_bytes([a, b]));
        let value = self.0.get(4..length)?;
        self.0 = self.0.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((u16::from_ne_bytes([c, d]) & KIND, value))
    }
}

impl<'a> Attributes<'a> {
    /// Returns the value of the first attribute of a kind.
    pub(super) fn get(mut self, kind: u16) -> Option<&'a [u8]> {
        self.find_map(|(found, value)| (found == kind).then_some(value))
    }
}

/// Returns the attributes in the first attribute of a kind.
pub(super) fn nested(bytes: &[u8], kind: u16) -> Option<&[u8]> {
    attributes(bytes).get(kind)
}

/// Returns a string, which a zero ends.
pub(super) fn text(bytes: &[u8], kind: u16) -> Option<String> {
    let value = attributes(bytes).get(kind)?;
    let text = value.split(|&byte| byte == 0).next().unwrap_or_default();
    Some(String::from_utf8_lossy(text).into_owned())
}

/// Returns a number of 32 bits; those of nf_tables are in network byte order.
pub(super) fn u32_of(bytes: &[u8], kind: u16) -> Option<u32> {
    attributes(bytes).get(kind)?.first_chunk().map(|&value| u32::from_be_bytes(value))
}

/// Returns a number of 64 bits.
pub(super) fn u64_of(bytes: &[u8], kind: u16) -> Option<u64> {
    attributes(bytes).get(kind)?.first_chunk().map(|&value| u64::from_be_bytes(value))
}

/// Returns the bytes of an attribute, followed by padding.
#[cfg(test)]
pub(super) fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len() + 4).expect("it is short");
    let mut bytes = [length.to_ne_bytes(), kind.to_ne_bytes()].concat();
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_order() {
        let bytes = [
            attribute(1, b"filter\0"),
            attribute(2 | 0x8000, &attribute(7, &[0, 0, 1, 2])),
            attribute(3, &7_u64.to_be_bytes()),
        ]
        .concat();
        assert_eq!(text(&bytes, 1).as_deref(), Some("filter"));
        assert_eq!(nested(&bytes, 2).and_then(|inner| u32_of(inner, 7)), Some(0x102));
        assert_eq!(u64_of(&bytes, 3), Some(7));
        assert_eq!(u32_of(&bytes, 9), None);
    }

    #[test]
    fn malformed_lengths_end_the_list() {
        for length in [0_u16, 3, 9, u16::MAX] {
            let bytes = [&length.to_ne_bytes()[..], &[1, 0, 0, 0, 0, 0]].concat();
            assert_eq!(attributes(&bytes).count(), 0, "{length}");
        }
        assert_eq!(attributes(&attribute(1, b"filter")[..7]).count(), 0);
        assert_eq!(u64_of(&attribute(1, &[1, 2, 3]), 1), None);
    }
}
