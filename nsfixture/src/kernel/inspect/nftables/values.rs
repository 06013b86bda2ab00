//! Values that rules compare, as nft(8) would print them.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Returns the name of a network protocol (`NFPROTO_*`).
pub(super) fn network(value: &[u8]) -> Option<&'static str> {
    match value {
        [2] => Some("ipv4"),
        [10] => Some("ipv6"),
        _ => None,
    }
}

/// Returns an address, or a prefix.
pub(super) fn address(name: &str, value: &[u8], mask: Option<&[u8]>) -> Option<String> {
    let is_ipv4 = name.starts_with("ip ");
    let full = if is_ipv4 { 4 } else { 16 };
    let mut bytes = [0; 16];
    bytes.get_mut(..value.len())?.copy_from_slice(value);
    let addr = if is_ipv4 {
        Ipv4Addr::from(*bytes.first_chunk::<4>()?).to_string()
    } else {
        Ipv6Addr::from(bytes).to_string()
    };
    let prefix_len = match mask {
        Some(mask) => leading_ones(mask)?,
        None => value.len() * 8,
    };
    let is_whole = prefix_len == full * 8;
    Some(if is_whole { addr } else { format!("{addr}/{prefix_len}") })
}

/// Returns the length of a prefix, if the mask is one.
fn leading_ones(mask: &[u8]) -> Option<usize> {
    let ones = |mask: &[u8]| mask.iter().map(|byte| byte.count_ones() as usize).sum::<usize>();
    let whole = mask.iter().take_while(|byte| **byte == u8::MAX).count();
    let next = mask.get(whole).map_or(0, |byte| byte.leading_ones() as usize);
    let prefix_len = whole * 8 + next;
    (prefix_len == ones(mask)).then_some(prefix_len)
}

/// Returns the name of a transport protocol, or its number (`IPPROTO_*`).
pub(super) fn protocol(value: &[u8]) -> Option<String> {
    let [number] = *value else { return None };
    Some(match number {
        1 => "icmp".to_owned(),
        6 => "tcp".to_owned(),
        17 => "udp".to_owned(),
        33 => "dccp".to_owned(),
        58 => "icmpv6".to_owned(),
        132 => "sctp".to_owned(),
        other => other.to_string(),
    })
}

/// Returns the name of an interface. Without the zero that ends it, it is a prefix of names.
pub(super) fn name(value: &[u8]) -> String {
    let name = value.split(|&byte| byte == 0).next().unwrap_or_default();
    let star = if value.contains(&0) { "" } else { "*" };
    format!("{}{star}", String::from_utf8_lossy(name))
}

/// Returns the names of states of connections (`NF_CT_STATE_BIT`), whose bits are in the byte order of the machine.
pub(super) fn states(mask: &[u8]) -> Option<String> {
    const NAMES: [(u32, &str); 5] =
        [(1, "invalid"), (2, "established"), (4, "related"), (8, "new"), (64, "untracked")];
    let bits = u32::from_ne_bytes(*mask.first_chunk()?);
    let found: Vec<(u32, &str)> = NAMES.into_iter().filter(|(bit, _)| bits & bit != 0).collect();
    let known = found.iter().fold(0, |known, (bit, _)| known | bit);
    let names: Vec<&str> = found.iter().map(|(_, name)| *name).collect();
    (known == bits && bits != 0).then(|| names.join(","))
}
