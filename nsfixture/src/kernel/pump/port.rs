//! A port of the engine: a packet socket bound to an interface.

use std::ops::Deref;

use libc::c_int;
use nix::errno::Errno;
use nsfixture_plan::Interface;

use crate::error::{Error, Operation};
use crate::kernel::context::Context;
use crate::kernel::packet_socket::PacketSocket;

/// What may wait in the kernel for the pump, and for the hosts: bursts of GSO packets of 64 KiB, of several TCP
/// connections whose receive windows are full (`net.ipv4.tcp_rmem`: 6 MiB each), while the pump has no CPU.
const BUFFER: c_int = 64 * 1024 * 1024;

/// What a port needs at least: one such connection. `net.core.rmem_max` allows it since Linux 6.17.
const ENOUGH: usize = 4 * 1024 * 1024;

/// A packet socket that receives what arrives at an interface, and sends from there.
pub(super) struct Port(PacketSocket);

impl Port {
    /// Opens a socket in the calling thread's namespace.
    pub(super) fn open(cx: Context<'_>, interface: &Interface) -> Result<Self, Error> {
        let socket = PacketSocket::open(cx)?;
        cx.attempt(Operation::Setsockopt, "SO_RCVBUF", || socket.set_receive_buffer(BUFFER))?;
        cx.attempt(Operation::Setsockopt, "SO_SNDBUF", || socket.set_send_buffer(BUFFER))?;
        socket.bind(cx, interface)?;
        Ok(Self(socket))
    }

    /// Returns true if the kernel grants the buffer that bursts need.
    pub(super) fn has_enough_room(&self) -> Result<bool, Errno> {
        Ok(self.receive_buffer()? >= ENOUGH)
    }
}

impl Deref for Port {
    type Target = PacketSocket;

    fn deref(&self) -> &PacketSocket {
        &self.0
    }
}
