//! When an interface carries packets.
//!
//! A veth end that comes up before its peer gets its queueing discipline from the kernel's link watch,
//! asynchronously, and until then drops packets without an error (`net/core/link_watch.c`). Querying
//! its state makes kernels since 6.8 catch up at once; on older ones, wait until they report it.

use std::time::Instant;

use nsfixture_plan::Interface;

use super::socket::Netlink;
use super::{LINK_GROUP, answers, messages};
use crate::error::{Error, Operation};
use crate::kernel::context::Context;

/// Waits until an interface carries packets. The calling thread is in its network namespace.
pub(crate) fn wait(cx: Context<'_>, interface: &Interface) -> Result<(), Error> {
    let begin = Instant::now();
    let mut netlink = Netlink::open(cx)?;
    cx.attempt_io(Operation::Bind, "link notifications", || netlink.join(LINK_GROUP))?;
    loop {
        let state = netlink.request(cx, vec![messages::state(interface)])?;
        if answers::is_oper_up(&state, interface) {
            return Ok(());
        }
        netlink.wait_for_notification(cx, begin, || {
            format!("interface {} to carry packets", interface.name)
        })?;
        cx.attempt_io(Operation::Receive, "link notifications", || netlink.discard())?;
    }
}
