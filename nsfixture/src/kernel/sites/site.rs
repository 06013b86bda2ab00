//! A site: a place with a network namespace and a netlink socket.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nsfixture_plan::Interface;

use super::namespace::NetNamespace;
use crate::error::Error;
use crate::kernel::context::Context;
use crate::kernel::netlink::{Netlink, ready};

/// The network namespace of a host, a switch or the engine, with a route netlink socket in it. The namespace ends
/// with the last reference to it, unless a thread is in it.
pub(crate) struct Site {
    net: Arc<NetNamespace>,
    netlink: Mutex<Netlink>,
}

impl Site {
    pub(super) fn new(net: NetNamespace, netlink: Netlink) -> Arc<Self> {
        Arc::new(Self { net: Arc::new(net), netlink: Mutex::new(netlink) })
    }

    pub(crate) fn net(&self) -> &Arc<NetNamespace> {
        &self.net
    }

    pub(crate) fn netlink(&self) -> MutexGuard<'_, Netlink> {
        self.netlink.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until an interface carries packets. The netlink socket is free meanwhile.
    pub(crate) fn wait_until_ready(
        &self,
        cx: Context<'_>,
        interface: &Interface,
    ) -> Result<(), Error> {
        self.net.inside(cx, || ready::wait(cx, interface))
    }
}
