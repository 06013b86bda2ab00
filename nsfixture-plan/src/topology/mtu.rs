//! The MTUs that links can have.

use std::fmt::Display;

/// The default MTU, that of Ethernet.
pub(crate) const MTU_DEFAULT: u32 = 1500;

/// The smallest MTU, `ETH_MIN_MTU` (`linux/if_ether.h`).
pub(crate) const MTU_MIN: u32 = 68;

/// The smallest MTU with which IPv6 works (RFC 8200, section 5).
pub(crate) const MTU_MIN_IPV6: u32 = 1280;

/// The largest MTU, `ETH_MAX_MTU` (`linux/if_ether.h`).
pub(crate) const MTU_MAX: u32 = 65535;

/// The message about an MTU that is too small or too large.
pub(crate) fn mtu_out_of_range(mtu: &dyn Display, min: u32) -> String {
    let with = if min == MTU_MIN_IPV6 { " with IPv6" } else { "" };
    format!("MTU {mtu} is out of range{with}: {min} to {MTU_MAX} bytes")
}

/// The message about a path MTU that is too small.
pub(crate) fn path_mtu_out_of_range(mtu: &dyn Display, min: u32) -> String {
    let with = if min == MTU_MIN_IPV6 { " with IPv6" } else { "" };
    format!("path MTU {mtu} is out of range{with}: write at least {min}, and less than the MTU")
}
