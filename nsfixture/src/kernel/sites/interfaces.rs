//! The interfaces of the calling thread's host, and their addresses, as they are now.

use std::net::IpAddr;

use nix::ifaddrs::getifaddrs;
use nix::net::if_::if_nameindex;
use nix::sys::socket::SockaddrStorage;

use crate::error::{Error, Operation};
use crate::kernel::context::Context;

/// Returns the index and the name of each interface.
pub(super) fn list(cx: Context<'_>) -> Result<Vec<(u32, String)>, Error> {
    cx.attempt(Operation::List, "interfaces", || {
        let found = if_nameindex()?;
        let named = |each: &nix::net::if_::Interface| {
            (each.index(), each.name().to_string_lossy().into_owned())
        };
        Ok(found.iter().map(named).collect())
    })
}

/// Returns all addresses, each with the name of its interface and its prefix length.
pub(crate) fn addresses(cx: Context<'_>) -> Result<Vec<(String, IpAddr, u8)>, Error> {
    cx.attempt(Operation::List, "addresses", || {
        let found = getifaddrs()?;
        Ok(found
            .filter_map(|each| {
                let prefix_len = match ip(&each.netmask?)? {
                    IpAddr::V4(mask) => mask.to_bits().leading_ones(),
                    IpAddr::V6(mask) => mask.to_bits().leading_ones(),
                };
                Some((each.interface_name, ip(&each.address?)?, prefix_len as u8))
            })
            .collect())
    })
}

fn ip(address: &SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|v4| v4.ip().into());
    v4.or_else(|| address.as_sockaddr_in6().map(|v6| v6.ip().into()))
}
