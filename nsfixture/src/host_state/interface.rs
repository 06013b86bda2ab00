//! Interfaces, addresses, neighbours and routes.

use std::net::IpAddr;

use crate::counters::Counters;

/// An interface.
#[derive(Debug, Clone)]
pub(crate) struct InterfaceState {
    pub(crate) name: String,
    pub(crate) index: u32,
    /// It is administratively up (`IFF_UP`).
    pub(crate) is_up: bool,
    /// It has a carrier (`IFF_LOWER_UP`).
    pub(crate) has_carrier: bool,
    pub(crate) mtu: u32,
    pub(crate) counters: Counters,
}

/// An address of an interface.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AddressState {
    pub(crate) interface: u32,
    pub(crate) addr: IpAddr,
    /// Another host has it as well (`IFA_F_DADFAILED`).
    pub(crate) is_duplicate: bool,
    /// It cannot be used yet (`IFA_F_TENTATIVE`).
    pub(crate) is_tentative: bool,
}

/// An entry of the neighbour table: ARP, or neighbour discovery.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Neighbour {
    pub(crate) interface: u32,
    pub(crate) addr: IpAddr,
    pub(crate) reachability: Reachability,
    /// How often it was asked for since it last answered.
    pub(crate) probes: u32,
}

/// Whether the hardware address of a neighbour is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reachability {
    Known,
    /// It was asked for (`NUD_INCOMPLETE`).
    Incomplete,
    /// It has not answered (`NUD_FAILED`).
    Failed,
}

/// A route.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RouteState {
    pub(crate) to: IpAddr,
    pub(crate) prefix_len: u8,
    /// It rejects or discards packets (`unreachable`, `prohibit`, `blackhole`).
    pub(crate) refuses: bool,
}

impl RouteState {
    /// Returns true if packets to an address may take it.
    pub(crate) fn contains(&self, addr: IpAddr) -> bool {
        !self.refuses
            && match (self.to, addr) {
                (IpAddr::V4(to), IpAddr::V4(addr)) => {
                    let bits = 32_u32.saturating_sub(self.prefix_len.into());
                    let shift = |addr: u32| addr.checked_shr(bits).unwrap_or(0);
                    shift(to.to_bits()) == shift(addr.to_bits())
                }
                (IpAddr::V6(to), IpAddr::V6(addr)) => {
                    let bits = 128_u32.saturating_sub(self.prefix_len.into());
                    let shift = |addr: u128| addr.checked_shr(bits).unwrap_or(0);
                    shift(to.to_bits()) == shift(addr.to_bits())
                }
                _ => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_contains_its_subnet() {
        let route = |to: &str, prefix_len, refuses| RouteState {
            to: to.parse().expect("an address"),
            prefix_len,
            refuses,
        };
        let addr = |addr: &str| addr.parse().expect("an address");
        assert!(route("10.0.1.0", 24, false).contains(addr("10.0.1.7")));
        assert!(!route("10.0.1.0", 24, false).contains(addr("10.0.2.7")));
        assert!(!route("10.0.1.0", 24, true).contains(addr("10.0.1.7")));
        assert!(route("0.0.0.0", 0, false).contains(addr("10.0.1.7")));
        assert!(route("::", 0, false).contains(addr("fd00::1")));
        assert!(!route("::", 0, false).contains(addr("10.0.1.7")));
        assert!(!route("fd00:1::", 64, false).contains(addr("fd00:2::1")));
    }
}
