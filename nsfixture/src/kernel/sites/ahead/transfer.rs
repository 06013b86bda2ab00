//! Handing over what has been made ahead to another table of file descriptors, through a socket in which it waits.
#![allow(unsafe_code, reason = "receives file descriptors (SCM_RIGHTS, unix(7))")]

use std::io::IoSlice;
use std::mem;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd, RawFd};
use std::ptr;
use std::sync::Arc;

use libc::{c_int, c_void, iovec, msghdr};
use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, ControlMessage, MsgFlags, SockFlag, SockType, sendmsg, socketpair,
};

use super::batch::{Ahead, AheadHost, Size};
use super::make::Made;
use crate::kernel::sites::namespace::{MountNamespace, NetNamespace};

/// The most descriptors in a message: two for each host, one for each other site, and two for all.
const MAX: usize = 3 * Size::MAX + 2;

/// Room for them behind a header (cmsg(3)).
#[repr(C, align(8))]
struct Control([u8; 32 + MAX * size_of::<RawFd>()]);

/// A pair of sockets, of which the first receives what the second sends.
pub(super) fn sockets() -> Result<[OwnedFd; 2], Errno> {
    let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
    socketpair(AddressFamily::Unix, SockType::SeqPacket, None, flags).map(Into::into)
}

/// Sends what has been made. The message keeps it.
pub(super) fn send(to: &OwnedFd, made: &Made) -> Result<(), Errno> {
    let Made { ahead: Ahead { common, hosts, sites }, mounts } = made;
    let mut fds = vec![mounts.as_fd(), common.as_fd()];
    fds.extend(hosts.iter().flat_map(|host| [host.net.as_fd(), host.mnt.as_fd()]));
    fds.extend(sites.iter().map(|site| site.as_fd()));
    let fds: Vec<RawFd> = fds.iter().map(BorrowedFd::as_raw_fd).collect();
    let hosts = [hosts.len() as u8];
    let (part, rights) = ([IoSlice::new(&hosts)], [ControlMessage::ScmRights(&fds)]);
    sendmsg::<()>(to.as_raw_fd(), &part, &rights, MsgFlags::empty(), None).map(drop)
}

/// Receives what has been sent.
///
/// # Errors
/// Returns an error if there is nothing, or no room for all of it.
pub(super) fn receive(from: &OwnedFd) -> Result<Made, Errno> {
    let (hosts, fds) = receive_message(from)?;
    let mut fds = fds.into_iter();
    let mut next = || fds.next().ok_or(Errno::EBADMSG);
    let (mounts, common) = (next()?, Arc::new(MountNamespace::from(next()?)));
    let host = |_| {
        Ok(AheadHost { net: NetNamespace::try_from(next()?)?, mnt: MountNamespace::from(next()?) })
    };
    let hosts = (0..hosts).map(host).collect::<Result<_, Errno>>()?;
    let sites = fds.map(NetNamespace::try_from).collect::<Result<_, Errno>>()?;
    Ok(Made { ahead: Ahead { common, hosts, sites }, mounts })
}

fn receive_message(from: &OwnedFd) -> Result<(u8, Vec<OwnedFd>), Errno> {
    let mut hosts = 0_u8;
    let mut part = iovec { iov_base: (&raw mut hosts).cast::<c_void>(), iov_len: 1 };
    let mut control = Control([0; _]);
    // SAFETY: a message is plain data.
    let mut message: msghdr = unsafe { mem::zeroed() };
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.0.as_mut_ptr().cast::<c_void>();
    message.msg_controllen = control.0.len();
    let flags = libc::MSG_DONTWAIT | libc::MSG_CMSG_CLOEXEC;
    // SAFETY: the message points to a byte and to control data of their lengths, which live until the call returns.
    let received = unsafe { libc::recvmsg(from.as_raw_fd(), &raw mut message, flags) };
    Errno::result(received)?;
    // Those that had room are open, even if others had none.
    let fds = descriptors(&message);
    if message.msg_flags & libc::MSG_CTRUNC != 0 {
        return Err(Errno::EMFILE);
    }
    Ok((hosts, fds))
}

fn descriptors(message: &msghdr) -> Vec<OwnedFd> {
    // SAFETY: the kernel has filled in the control data of the message.
    let Some(header) = (unsafe { libc::CMSG_FIRSTHDR(message).as_ref() }) else {
        return Vec::new();
    };
    if (header.cmsg_level, header.cmsg_type) != (libc::SOL_SOCKET, libc::SCM_RIGHTS) {
        return Vec::new();
    }
    // SAFETY: takes no pointers.
    let before = unsafe { libc::CMSG_LEN(0) } as usize;
    let count = (header.cmsg_len - before) / size_of::<c_int>();
    // SAFETY: the header has this many descriptors behind it.
    let data = unsafe { libc::CMSG_DATA(ptr::from_ref(header)) };
    let number = |nth| {
        // SAFETY: as above.
        unsafe { data.add(nth * size_of::<c_int>()).cast::<c_int>().read_unaligned() }
    };
    // SAFETY: each has just been opened, and nobody else knows it.
    (0..count).map(|nth| unsafe { OwnedFd::from_raw_fd(number(nth)) }).collect()
}
