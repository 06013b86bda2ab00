//! The system calls that `std` has no name for, one function each.
#![allow(unsafe_code, reason = "the floor makes its system calls itself")]

use std::ffi::CStr;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

/// Turns the -1 of a system call into the error, which says what was being done.
fn check(result: libc::c_int, doing: &str) -> io::Result<libc::c_int> {
    if result >= 0 {
        return Ok(result);
    }
    Err(refused(&io::Error::last_os_error(), doing))
}

pub(super) fn refused(error: &io::Error, doing: &str) -> io::Error {
    io::Error::new(error.kind(), format!("{doing}: {error}"))
}

/// Gives this thread new namespaces: `unshare(2)`.
pub(super) fn unshare(flags: libc::c_int) -> io::Result<()> {
    // SAFETY: none of the flags used here (net, mount, user) invalidates memory or descriptors.
    check(unsafe { libc::unshare(flags) }, "unshare").map(drop)
}

/// Moves this thread to a network namespace: `setns(2)`.
pub(crate) fn set_netns(netns: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: the descriptor is open as long as it is borrowed.
    check(unsafe { libc::setns(netns.as_raw_fd(), libc::CLONE_NEWNET) }, "setns").map(drop)
}

/// Mounts something: `mount(2)`.
pub(super) fn mount(
    source: &CStr,
    target: &CStr,
    kind: &CStr,
    flags: libc::c_ulong,
    data: &CStr,
) -> io::Result<()> {
    // SAFETY: all strings end with a zero and live until the call returns.
    let result = unsafe {
        libc::mount(source.as_ptr(), target.as_ptr(), kind.as_ptr(), flags, data.as_ptr().cast())
    };
    check(result, "mount").map(drop).map_err(|e| refused(&e, &target.to_string_lossy()))
}

/// Makes a directory: `mkdir(2)`.
pub(super) fn mkdir(path: &CStr) -> io::Result<()> {
    // SAFETY: the string ends with a zero and lives until the call returns.
    check(unsafe { libc::mkdir(path.as_ptr(), 0o755) }, "mkdir").map(drop)
}

/// Opens a file to write to it, and makes it if the flags say so: `open(2)`.
pub(super) fn open(path: &CStr, flags: libc::c_int) -> io::Result<OwnedFd> {
    // SAFETY: the string ends with a zero and lives until the call returns.
    let fd = unsafe { libc::open(path.as_ptr(), flags | libc::O_CLOEXEC, 0o644) };
    let fd = check(fd, "open").map_err(|e| refused(&e, &path.to_string_lossy()))?;
    // SAFETY: the kernel has just given us this descriptor, and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Writes all of the bytes, which sysctls and files in a tmpfs take at once: `write(2)`.
pub(super) fn write(fd: &OwnedFd, bytes: &[u8]) -> io::Result<()> {
    // SAFETY: the kernel reads at most as many bytes as the slice has.
    let written = unsafe { libc::write(fd.as_raw_fd(), bytes.as_ptr().cast(), bytes.len()) };
    check(libc::c_int::try_from(written).unwrap_or(-1), "write").map(drop)
}

/// A netlink socket of this thread's network namespace: `socket(2)`.
pub(super) fn netlink() -> io::Result<OwnedFd> {
    let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
    // SAFETY: no pointers are passed.
    let fd = unsafe { libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_ROUTE) };
    let fd = check(fd, "netlink socket")?;
    // SAFETY: the kernel has just given us this descriptor, and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Sends bytes to the kernel, which a netlink socket without a peer talks to: `send(2)`.
pub(super) fn send(socket: &OwnedFd, bytes: &[u8]) -> io::Result<()> {
    // SAFETY: the kernel reads at most as many bytes as the slice has.
    let sent = unsafe { libc::send(socket.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), 0) };
    check(libc::c_int::try_from(sent).unwrap_or(-1), "netlink send").map(drop)
}

/// Receives one datagram, or fails at once if there is none: `recv(2)`.
pub(super) fn receive<'b>(socket: &OwnedFd, buffer: &'b mut [u8]) -> io::Result<&'b [u8]> {
    let (start, size) = (buffer.as_mut_ptr().cast(), buffer.len());
    // SAFETY: the kernel writes at most as many bytes as the slice has.
    let received = unsafe { libc::recv(socket.as_raw_fd(), start, size, libc::MSG_DONTWAIT) };
    let received = check(libc::c_int::try_from(received).unwrap_or(-1), "netlink receive")?;
    Ok(&buffer[..usize::try_from(received).unwrap_or(0)])
}

/// Waits until a socket has something to receive; `false` if the time was up first: `poll(2)`.
pub(super) fn readable(socket: &OwnedFd, milliseconds: libc::c_int) -> io::Result<bool> {
    let mut poll = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: one entry is passed, and one is there.
    check(unsafe { libc::poll(&raw mut poll, 1, milliseconds) }, "poll").map(|ready| ready > 0)
}

/// Has a netlink socket told of changes too: `NETLINK_ADD_MEMBERSHIP`, netlink(7).
pub(super) fn subscribe(socket: &OwnedFd, group: libc::c_uint) -> io::Result<()> {
    let (level, name) = (libc::SOL_NETLINK, libc::NETLINK_ADD_MEMBERSHIP);
    let value: *const libc::c_uint = &raw const group;
    // SAFETY: the length is that of the value, which lives until the call returns.
    let result = unsafe { libc::setsockopt(socket.as_raw_fd(), level, name, value.cast(), 4) };
    check(result, "netlink membership").map(drop)
}

/// The network namespace that a socket belongs to: `SIOCGSKNS`, `linux/sockios.h`.
pub(super) fn netns_of(socket: &OwnedFd) -> io::Result<OwnedFd> {
    const SIOCGSKNS: libc::Ioctl = 0x894c;
    // SAFETY: this request takes no argument.
    let fd = check(unsafe { libc::ioctl(socket.as_raw_fd(), SIOCGSKNS) }, "SIOCGSKNS")?;
    // SAFETY: the kernel has just given us this descriptor, and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Puts into effect every capability that this thread may have, and says whether
/// `CAP_SYS_ADMIN` is among them: `capget(2)`, `capset(2)`.
pub(crate) fn raise_capabilities() -> io::Result<bool> {
    const VERSION_3: u32 = 0x2008_0522;
    const SYS_ADMIN: u32 = 1 << 21;
    let mut header = [VERSION_3, 0];
    // Effective, permitted, inheritable; then the same for capabilities 32 and up.
    let mut sets = [0_u32; 6];
    let (head, data) = (header.as_mut_ptr(), sets.as_mut_ptr());
    // SAFETY: version 3 has a header of two words and two times three words of data.
    let got = unsafe { libc::syscall(libc::SYS_capget, head, data) };
    check(libc::c_int::try_from(got).unwrap_or(-1), "capget")?;
    sets[0] = sets[1];
    sets[3] = sets[4];
    let (head, data) = (header.as_mut_ptr(), sets.as_ptr());
    // SAFETY: as above.
    let set = unsafe { libc::syscall(libc::SYS_capset, head, data) };
    check(libc::c_int::try_from(set).unwrap_or(-1), "capset")?;
    Ok(sets[0] & SYS_ADMIN != 0)
}

/// The group that this thread acts as: `getegid(2)`.
pub(super) fn group() -> libc::gid_t {
    // SAFETY: it takes nothing and cannot fail.
    unsafe { libc::getegid() }
}

/// What `mount(2)` takes for a parameter that it does not look at.
pub(super) const NOTHING: &CStr = c"";
