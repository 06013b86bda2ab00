//! A packet socket.
#![allow(unsafe_code, reason = "system calls with pointers")]

use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};

use libc::{c_int, c_void, sock_filter, sock_fprog, sockaddr_ll, socklen_t, tpacket_stats};
use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, MsgFlags, SockFlag, SockType, getsockopt, send, socket, sockopt,
};
use nsfixture_plan::Interface;

use super::virtio::LEN;
use crate::error::{Error, Operation};
use crate::kernel::context::Context;

/// Since Linux 4.20 (`linux/if_packet.h`).
const PACKET_IGNORE_OUTGOING: c_int = 23;

/// Every EtherType (`ETH_P_ALL`).
const ALL: u16 = (libc::ETH_P_ALL as u16).to_be();

/// A packet socket that receives what arrives at an interface, GSO packets in one piece, and sends from there.
///
/// Before it is bound it receives nothing. It is never bound to all interfaces: that slows the reception of every
/// packet on the machine (before Linux 6.15).
pub(crate) struct PacketSocket(OwnedFd);

impl PacketSocket {
    /// Opens a socket in the calling thread's namespace, where it stays.
    pub(crate) fn open(cx: Context<'_>) -> Result<Self, Error> {
        let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
        let socket = cx.attempt(Operation::OpenPacketSocket, "packet socket", || {
            socket(AddressFamily::Packet, SockType::Raw, flags, None)
        })?;
        let socket = Self(socket);
        let on = |name, option| {
            cx.attempt(Operation::Setsockopt, name, || socket.set(libc::SOL_PACKET, option, 1))
        };
        on("PACKET_VNET_HDR", libc::PACKET_VNET_HDR)?;
        on("PACKET_AUXDATA", libc::PACKET_AUXDATA)?;
        on("PACKET_IGNORE_OUTGOING", PACKET_IGNORE_OUTGOING)?;
        Ok(socket)
    }

    /// Sets how many bytes may wait in the kernel to be received, as far as it allows that: only root of the machine may
    /// exceed its limit.
    pub(crate) fn set_receive_buffer(&self, bytes: c_int) -> Result<(), Errno> {
        let forced = self.set(libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, bytes);
        forced.or_else(|_| self.set(libc::SOL_SOCKET, libc::SO_RCVBUF, bytes))
    }

    /// Sets how many bytes may wait to be sent, in the same way.
    pub(crate) fn set_send_buffer(&self, bytes: c_int) -> Result<(), Errno> {
        let forced = self.set(libc::SOL_SOCKET, libc::SO_SNDBUFFORCE, bytes);
        forced.or_else(|_| self.set(libc::SOL_SOCKET, libc::SO_SNDBUF, bytes))
    }

    /// Returns how many bytes may wait to be received. The kernel takes twice as much, for its own data (socket(7)).
    pub(crate) fn receive_buffer(&self) -> Result<usize, Errno> {
        Ok(getsockopt(&self.0, sockopt::RcvBuf)? / 2)
    }

    /// Receives only the first bytes of each frame. The length of all of it is told with it.
    pub(crate) fn truncate_to(&self, bytes: u32) -> Result<(), Errno> {
        let (code, [jt, jf]) = ((libc::BPF_RET | libc::BPF_K) as u16, [0; 2]);
        let mut filter = [sock_filter { code, jt, jf, k: bytes }];
        let program = sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
        let (fd, length) = (self.0.as_raw_fd(), size_of::<sock_fprog>() as socklen_t);
        let program = (&raw const program).cast::<c_void>();
        let (level, name) = (libc::SOL_SOCKET, libc::SO_ATTACH_FILTER);
        // SAFETY: the program has that length and points to its filter; both live until the call returns.
        Errno::result(unsafe { libc::setsockopt(fd, level, name, program, length) }).map(drop)
    }

    /// Binds the socket to an interface of its namespace, from which on it receives. The calling thread may be anywhere.
    pub(crate) fn bind(&self, cx: Context<'_>, interface: &Interface) -> Result<(), Error> {
        cx.attempt(Operation::Bind, &interface.name, || self.bind_to(interface.index))
    }

    fn bind_to(&self, index: u32) -> Result<(), Errno> {
        // SAFETY: an address is plain data.
        let mut address: sockaddr_ll = unsafe { std::mem::zeroed() };
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = ALL;
        address.sll_ifindex = index as c_int;
        let length = size_of::<sockaddr_ll>() as socklen_t;
        // SAFETY: the address has that length, and lives until the call returns.
        let bound = unsafe { libc::bind(self.0.as_raw_fd(), (&raw const address).cast(), length) };
        Errno::result(bound).map(drop)
    }

    /// Sends a frame as it is.
    pub(crate) fn send(&self, frame: &[u8]) -> Result<(), Errno> {
        // Nothing is left to the network card.
        let bytes = [&[0; LEN], frame].concat();
        send(self.0.as_raw_fd(), &bytes, MsgFlags::empty()).map(drop)
    }

    /// Makes the kernel stamp packets with the time at which they arrive, or not.
    pub(crate) fn stamp(&self, on: bool) -> Result<(), Errno> {
        self.set(libc::SOL_SOCKET, libc::SO_TIMESTAMPNS, c_int::from(on))
    }

    /// Returns how many frames have had no room since this was last called.
    pub(crate) fn take_overruns(&self) -> Result<u32, Errno> {
        let mut statistics = tpacket_stats { tp_packets: 0, tp_drops: 0 };
        let mut length = size_of::<tpacket_stats>() as socklen_t;
        let (fd, value) = (self.0.as_raw_fd(), (&raw mut statistics).cast::<c_void>());
        let (level, name) = (libc::SOL_PACKET, libc::PACKET_STATISTICS);
        // SAFETY: the value has that length, and lives until the call returns.
        let got = unsafe { libc::getsockopt(fd, level, name, value, &raw mut length) };
        Errno::result(got).map(|_| statistics.tp_drops)
    }

    fn set(&self, level: c_int, name: c_int, value: c_int) -> Result<(), Errno> {
        let (fd, length) = (self.0.as_raw_fd(), size_of::<c_int>() as socklen_t);
        let value = (&raw const value).cast::<c_void>();
        // SAFETY: the value has that length, and lives until the call returns.
        let set = unsafe { libc::setsockopt(fd, level, name, value, length) };
        Errno::result(set).map(drop)
    }
}

impl AsFd for PacketSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
