//! Cutting a host off: it keeps its namespace, because a thread or a socket is in it, but nothing passes.

use std::net::IpAddr;

use nix::ifaddrs::getifaddrs;
use nix::net::if_::if_nameindex;
use nix::sys::socket::SockaddrStorage;

use super::site::Site;
use crate::error::{Error, Operation};
use crate::kernel::context::Context;
use crate::kernel::netlink::{Request, messages};

const LOOPBACK: &str = "lo";

/// Removes every interface of a host. `lo` and others that cannot be removed lose their addresses, and are
/// set down: the routes to addresses of `lo` outlive its being up (`fib_sync_down_dev`,
/// `net/ipv4/fib_semantics.c`).
///
/// Sockets are not destroyed (`SOCK_DESTROY`): a thread that accepts in a loop would spin, and one that
/// reads would fail, after its test has ended.
///
/// # Errors
/// Returns the first refusal. Everything is attempted.
pub(crate) fn cut_off(site: &Site, cx: Context<'_>) -> Result<(), Error> {
    let (interfaces, addresses) = site.net().inside(cx, || list(cx))?;
    let request = |request: Request| match site.netlink().request(cx, vec![request]) {
        // It has gone with the other end of one that has been removed.
        Err(error) if matches!(error.raw_os_error(), Some(libc::ENODEV | libc::EADDRNOTAVAIL)) => {
            Ok(())
        }
        done => done.map(drop),
    };
    let mut outcome = Ok(());
    for (index, name) in interfaces {
        if name != LOOPBACK && request(messages::delete(index, &name)).is_ok() {
            continue;
        }
        for &(_, addr, prefix_len) in addresses.iter().filter(|(of, ..)| *of == name) {
            let removed = request(messages::remove_address(index, &name, addr, prefix_len));
            outcome = outcome.and(removed);
        }
        outcome = outcome.and(request(messages::set_down(index, &name)));
    }
    outcome
}

type Interfaces = Vec<(u32, String)>;
type Addresses = Vec<(String, IpAddr, u8)>;

/// Lists the interfaces of the calling thread's host, and their addresses.
fn list(cx: Context<'_>) -> Result<(Interfaces, Addresses), Error> {
    let interfaces = cx.attempt(Operation::List, "interfaces", || {
        let found = if_nameindex()?;
        let named = |each: &nix::net::if_::Interface| {
            (each.index(), each.name().to_string_lossy().into_owned())
        };
        Ok(found.iter().map(named).collect())
    })?;
    let addresses = cx.attempt(Operation::List, "addresses", || {
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
    })?;
    Ok((interfaces, addresses))
}

fn ip(address: &SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|v4| v4.ip().into());
    v4.or_else(|| address.as_sockaddr_in6().map(|v6| v6.ip().into()))
}
