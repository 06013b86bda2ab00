//! Cutting a host off: it keeps its namespace, because a thread or a socket is in it, but nothing passes.

use super::interfaces;
use super::site::Site;
use crate::error::Error;
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
    let (interfaces, addresses) =
        site.net().inside(cx, || Ok((interfaces::list(cx)?, interfaces::addresses(cx)?)))?;
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
