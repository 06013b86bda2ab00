//! A port of the engine: a packet socket bound to an interface (packet(7)).
#![allow(unsafe_code, reason = "system calls with pointers")]

use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};

use libc::{c_int, c_void, sockaddr_ll, socklen_t, tpacket_stats};
use nix::errno::Errno;
use nix::sys::socket::{AddressFamily, SockFlag, SockType, getsockopt, socket, sockopt};
use nsfixture_plan::Interface;

use crate::error::{Error, Operation};
use crate::kernel::context::Context;

/// What may wait in the kernel for the pump, and for the hosts: bursts of GSO packets of 64 KiB, of several TCP
/// connections whose receive windows are full (`net.ipv4.tcp_rmem`: 6 MiB each), while the pump has no CPU.
const BUFFER: c_int = 64 * 1024 * 1024;

/// What a port needs at least: one such connection. `net.core.rmem_max` allows it since Linux 6.17.
const ENOUGH: usize = 4 * 1024 * 1024;

/// Since Linux 4.20 (`linux/if_packet.h`).
const PACKET_IGNORE_OUTGOING: c_int = 23;

/// Every EtherType (`ETH_P_ALL`).
const ALL: u16 = (libc::ETH_P_ALL as u16).to_be();

/// A packet socket that receives what arrives at an interface, and sends from there.
///
/// It is bound to the interface: one that is not slows the reception of every packet on the machine (before
/// Linux 6.15).
pub(super) struct Port {
    socket: OwnedFd,
}

impl Port {
    /// Opens a socket in the calling thread's namespace.
    pub(super) fn open(cx: Context<'_>, interface: &Interface) -> Result<Self, Error> {
        let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
        let socket = cx.attempt(Operation::OpenPacketSocket, "packet socket", || {
            socket(AddressFamily::Packet, SockType::Raw, flags, None)
        })?;
        let port = Self { socket };
        let on = |name, option| {
            cx.attempt(Operation::Setsockopt, name, || port.set(libc::SOL_PACKET, option, 1))
        };
        on("PACKET_VNET_HDR", libc::PACKET_VNET_HDR)?;
        on("PACKET_AUXDATA", libc::PACKET_AUXDATA)?;
        on("PACKET_IGNORE_OUTGOING", PACKET_IGNORE_OUTGOING)?;
        for (name, force, option) in [
            ("SO_RCVBUF", libc::SO_RCVBUFFORCE, libc::SO_RCVBUF),
            ("SO_SNDBUF", libc::SO_SNDBUFFORCE, libc::SO_SNDBUF),
        ] {
            cx.attempt(Operation::Setsockopt, name, || {
                // Only root of the machine may exceed its limit.
                let forced = port.set(libc::SOL_SOCKET, force, BUFFER);
                forced.or_else(|_| port.set(libc::SOL_SOCKET, option, BUFFER))
            })?;
        }
        cx.attempt(Operation::Bind, &interface.name, || port.bind(interface.index))?;
        Ok(port)
    }

    fn bind(&self, index: u32) -> Result<(), Errno> {
        // SAFETY: an address is plain data.
        let mut address: sockaddr_ll = unsafe { std::mem::zeroed() };
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = ALL;
        address.sll_ifindex = index as c_int;
        let length = size_of::<sockaddr_ll>() as socklen_t;
        // SAFETY: the address has that length, and lives until the call returns.
        let bound =
            unsafe { libc::bind(self.socket.as_raw_fd(), (&raw const address).cast(), length) };
        Errno::result(bound).map(drop)
    }

    /// Makes the kernel stamp packets with the time at which they arrive, or not.
    pub(super) fn stamp(&self, on: bool) -> Result<(), Errno> {
        self.set(libc::SOL_SOCKET, libc::SO_TIMESTAMPNS, c_int::from(on))
    }

    /// Returns true if the kernel grants the buffer that bursts need. Its double is for the kernel's own data
    /// (socket(7)).
    pub(super) fn has_enough_room(&self) -> Result<bool, Errno> {
        let granted = getsockopt(&self.socket, sockopt::RcvBuf)?;
        Ok(granted >= 2 * ENOUGH)
    }

    /// Returns how many frames have had no room since this was last called.
    pub(super) fn take_overruns(&self) -> Result<u32, Errno> {
        let mut statistics = tpacket_stats { tp_packets: 0, tp_drops: 0 };
        let mut length = size_of::<tpacket_stats>() as socklen_t;
        let (fd, value) = (self.socket.as_raw_fd(), (&raw mut statistics).cast::<c_void>());
        let (level, name) = (libc::SOL_PACKET, libc::PACKET_STATISTICS);
        // SAFETY: the value has that length, and lives until the call returns.
        let got = unsafe { libc::getsockopt(fd, level, name, value, &raw mut length) };
        Errno::result(got).map(|_| statistics.tp_drops)
    }

    fn set(&self, level: c_int, name: c_int, value: c_int) -> Result<(), Errno> {
        let (fd, length) = (self.socket.as_raw_fd(), size_of::<c_int>() as socklen_t);
        let value = (&raw const value).cast::<c_void>();
        // SAFETY: the value has that length, and lives until the call returns.
        let set = unsafe { libc::setsockopt(fd, level, name, value, length) };
        Errno::result(set).map(drop)
    }
}

impl AsFd for Port {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}
