//! Cutting a host off: it keeps its namespace, because a thread or a socket is in it, but nothing passes.

use nix::net::if_::if_nameindex;

use super::site::Site;
use crate::error::{Error, Operation};
use crate::kernel::context::Context;
use crate::kernel::netlink::messages;

const LOOPBACK: &str = "lo";

/// Removes every interface of a host, and sets `lo` and those that cannot be removed down. With `lo` its
/// addresses become unreachable from the host itself.
///
/// Sockets are not destroyed (`SOCK_DESTROY`): a thread that accepts in a loop would spin, and one that
/// reads would fail, after its test has ended.
///
/// # Errors
/// Returns the first refusal. Everything is attempted.
pub(crate) fn cut_off(site: &Site, cx: Context<'_>) -> Result<(), Error> {
    let interfaces = site.net().inside(cx, || {
        cx.attempt(Operation::List, "interfaces", || {
            let found = if_nameindex()?;
            Ok(found
                .iter()
                .map(|each| (each.index(), each.name().to_string_lossy().into_owned()))
                .collect::<Vec<_>>())
        })
    })?;
    let mut outcome = Ok(());
    for (index, name) in interfaces {
        let request = |request| match site.netlink().request(cx, vec![request]) {
            // It was the other end of one that has been removed.
            Err(error) if error.raw_os_error() == Some(libc::ENODEV) => Ok(()),
            done => done.map(drop),
        };
        let removed = if name == LOOPBACK {
            request(messages::set_down(index, &name))
        } else {
            request(messages::delete(index, &name))
                .or_else(|_| request(messages::set_down(index, &name)))
        };
        outcome = outcome.and(removed);
    }
    outcome
}
