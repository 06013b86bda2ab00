//! The carriers of a cable's ends: each has one while the other is up, as on a plain cable.
//!
//! An end's carrier is that of its port, which the engine sets down while the other end is down. The kernel
//! reports in the engine's namespace what happens to the interfaces of all sites
//! (`NETLINK_LISTEN_ALL_NSID`, netlink(7)).

use std::io;
use std::os::fd::{AsFd, BorrowedFd, RawFd};

use nsfixture_plan::{Interface, Plan, SiteId};
use rtnetlink::packet_core::NetlinkPayload;
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::sys::Socket;
use rtnetlink::sys::protocols::NETLINK_ROUTE;

use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::context::Context;
use crate::kernel::netlink::{LINK_GROUP, Netlink, answers, messages, parse};

/// Follows the ends of cables.
pub(super) struct Carrier {
    /// `None` where this process may not receive those of other namespaces (`CAP_NET_BROADCAST`): then ends are examined
    /// only when a handle has changed one.
    notifications: Option<Socket>,
    netlink: Netlink,
    ends: Vec<End>,
}

/// An end of a cable, and the port that gives the other end its carrier.
struct End {
    cable: usize,
    /// The number of the end's namespace in the engine's (`RTM_GETNSID`).
    namespace: i32,
    interface: Interface,
    port: Interface,
    /// True if the end is up.
    is_up: bool,
    /// True if the port is up.
    is_port_up: bool,
}

impl Carrier {
    /// Begins to follow the ends of all cables, which are up.
    ///
    /// `net` gives the network namespace of each site as an open file descriptor.
    pub(super) fn open(
        cx: Context<'_>,
        plan: &Plan,
        net: impl Fn(SiteId) -> Option<RawFd>,
    ) -> Result<Self, Error> {
        let notifications = notifications(cx)?;
        let mut carrier = Self { notifications, netlink: Netlink::open(cx)?, ends: Vec::new() };
        let wires = plan.cables.iter().filter_map(|cable| Some((cable, cable.wire.as_ref()?)));
        for (cable, (planned, wire)) in wires.enumerate() {
            for (nth, end) in planned.ends.into_iter().enumerate() {
                let Some(net) = net(end.site) else { continue };
                let namespace = carrier.number(cx, net, plan.name(end.site))?;
                carrier.ends.push(End {
                    cable,
                    namespace,
                    interface: plan.interface(end).clone(),
                    port: plan.ports[wire.ports[1 - nth]].clone(),
                    is_up: true,
                    is_port_up: true,
                });
            }
        }
        Ok(carrier)
    }

    /// Returns the number of a namespace, which the kernel has assigned when a cable was created into it.
    fn number(&mut self, cx: Context<'_>, net: RawFd, name: &str) -> Result<i32, Error> {
        let answers = self.netlink.request(cx, vec![messages::namespace_number(net, name)])?;
        let number = answers::namespace_number(&answers).filter(|&number| number >= 0);
        number.ok_or_else(|| cx.error(Operation::GetNsid, name, libc::ENOENT, None))
    }

    /// Handles what the kernel has reported, and gives the ends of `unplugged` cables no carrier.
    ///
    /// # Errors
    /// Returns an error if the kernel refuses an operation. It may be that an interface is gone.
    pub(super) fn follow(
        &mut self,
        cx: Context<'_>,
        unplugged: impl Fn(usize) -> bool,
    ) -> Result<(), Error> {
        let changed = self.changed(cx)?;
        let mut outcome = Ok(());
        for end in &mut self.ends {
            if changed.contains(end.interface.index) {
                // An end that is gone carries nothing.
                let request = messages::state_in(&end.interface, end.namespace);
                let state = self.netlink.request(cx, vec![request]);
                end.is_up = state.is_ok_and(|state| answers::is_up(&state, &end.interface));
            }
            let is_port_up = end.is_up && !unplugged(end.cable);
            if is_port_up != end.is_port_up {
                end.is_port_up = is_port_up;
                let port = &end.port;
                let request = if is_port_up {
                    messages::bring_up(port)
                } else {
                    messages::set_down(port.index, port.name.as_str())
                };
                outcome = outcome.and(self.netlink.request(cx, vec![request]).map(drop));
            }
        }
        outcome
    }

    /// Returns the interfaces about which the kernel has reported something.
    fn changed(&self, cx: Context<'_>) -> Result<Changed, Error> {
        let Some(notifications) = &self.notifications else { return Ok(Changed::Any) };
        let mut changed = Changed::These(Vec::new());
        let mut buffer = vec![0; 16 * 1024];
        loop {
            let mut free = &mut buffer[..];
            match notifications.recv(&mut free, 0) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(changed),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Some did not fit into the receive buffer.
                Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => changed = Changed::Any,
                received => {
                    let length =
                        cx.attempt_io(Operation::Receive, "link notifications", || received)?;
                    changed.add(&buffer[..length]);
                }
            }
        }
    }
}

impl Carrier {
    /// Returns what becomes readable when an interface has changed.
    pub(super) fn event(&self) -> Option<BorrowedFd<'_>> {
        self.notifications.as_ref().map(AsFd::as_fd)
    }
}

/// Opens a socket for notifications about the interfaces of all sites.
fn notifications(cx: Context<'_>) -> Result<Option<Socket>, Error> {
    if capability::raise_broadcast().is_err() {
        return Ok(None);
    }
    let socket = cx.attempt_io(Operation::Open, "route netlink socket", || {
        let mut socket = Socket::new(NETLINK_ROUTE)?;
        socket.set_non_blocking(true)?;
        // The kernel notifies no socket without an address (`do_one_broadcast`, `net/netlink/af_netlink.c`).
        socket.bind_auto()?;
        Ok(socket)
    })?;
    match socket.set_listen_all_namespaces(true) {
        Err(error) if error.raw_os_error() == Some(libc::EPERM) => return Ok(None),
        set => cx.attempt_io(Operation::Setsockopt, "NETLINK_LISTEN_ALL_NSID", || set)?,
    }
    cx.attempt_io(Operation::Join, "link notifications", || socket.add_membership(LINK_GROUP))?;
    Ok(Some(socket))
}

/// The interfaces about which something was reported, by their indices.
enum Changed {
    These(Vec<u32>),
    Any,
}

impl Changed {
    fn contains(&self, index: u32) -> bool {
        match self {
            Self::These(indices) => indices.contains(&index),
            Self::Any => true,
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        let Self::These(indices) = self else { return };
        let Ok(messages) = parse(bytes) else {
            *self = Self::Any;
            return;
        };
        indices.extend(messages.into_iter().filter_map(|message| match message.payload {
            NetlinkPayload::InnerMessage(
                RouteNetlinkMessage::NewLink(link) | RouteNetlinkMessage::DelLink(link),
            ) => Some(link.header.index),
            _ => None,
        }));
    }
}
