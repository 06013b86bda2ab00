//! Sockets for recording.

use libc::c_int;
use nsfixture_plan::{Plan, SiteId};

use super::socket::PacketSocket;
use crate::error::{Error, Operation};
use crate::kernel::context::Context;

/// Which interfaces are recorded.
pub(crate) struct Taps {
    /// How much of each packet is recorded; everything if `None`.
    pub(crate) first_bytes: Option<u32>,
    /// The indices of interfaces, for each host.
    pub(crate) interfaces: Vec<Vec<usize>>,
}

impl Taps {
    /// Returns no interface of any host.
    pub(crate) fn none(plan: &Plan) -> Self {
        Self { first_bytes: None, interfaces: vec![Vec::new(); plan.nodes.len()] }
    }

    /// Returns those whose cables have no engine, which would record what they carry.
    pub(crate) fn new(plan: &Plan, first_bytes: Option<u32>) -> Self {
        let mut taps = Self { first_bytes, ..Self::none(plan) };
        let cables = plan.cables.iter().filter(|cable| cable.wire.is_none());
        for end in cables.flat_map(|cable| cable.ends) {
            if let SiteId::Node(node) = end.site {
                taps.interfaces[node].push(end.interface);
            }
        }
        taps
    }

    /// Returns the number of sockets.
    pub(crate) fn count(&self) -> usize {
        self.interfaces.iter().map(Vec::len).sum()
    }
}

/// What may wait until it is read: some milliseconds of traffic. Without root, `net.core.rmem_max` is the limit, by default
/// 208 KiB: 512 short packets, or 15 GSO packets.
const BUFFER: c_int = 4 * 1024 * 1024;

/// Opens a socket for recording in the calling thread's namespace: the first bytes of each packet, or all of it, with
/// the time at which it arrives. It receives nothing until it is bound.
pub(crate) fn open_tap(cx: Context<'_>, first_bytes: Option<u32>) -> Result<PacketSocket, Error> {
    let socket = PacketSocket::open(cx)?;
    let set = |name, done| cx.attempt(Operation::Setsockopt, name, || done);
    set("SO_RCVBUF", socket.set_receive_buffer(BUFFER))?;
    set("SO_TIMESTAMPNS", socket.stamp(true))?;
    if let Some(bytes) = first_bytes {
        set("SO_ATTACH_FILTER", socket.truncate_to(bytes))?;
    }
    Ok(socket)
}
