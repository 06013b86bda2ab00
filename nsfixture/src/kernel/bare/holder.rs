//! The sockets that the guardian holds, so that this process is not the last to close them.
//!
//! The kernel takes about 10 ms to close a packet socket for good (`packet_release`,
//! `net/packet/af_packet.c`), one after the other, and the end of a process waits for it. So they are
//! also sent into a Unix socket (`SCM_RIGHTS`, unix(7)), the receiving end of which only the guardian
//! has. It never receives them: once the sending end is closed, which the death of this process does, too, it closes that
//! end, and with it what is in there.
#![allow(unsafe_code, reason = "system calls with pointers, in a forked child")]

use core::mem;
use core::ptr;

use libc::{c_int, pollfd};

use super::closers::Closers;
use super::syscalls;

/// The most receiving ends at the same time; others are closed at once.
const CAPACITY: usize = 512;

/// The sockets of networks that have ended are closed once there are this many: the kernel cleans up many namespaces at once
/// faster than one after the other.
const ENOUGH: usize = 128;

/// They are closed as well once no network has begun or ended for this long, in milliseconds.
const QUIET_MS: c_int = 50;

/// What the guardian waits for: the end of the process, and the ends of networks.
pub(crate) struct Holder {
    /// The process, the socket through which receiving ends come, and these. Once a network has ended, its descriptor is
    /// inverted, so that it is not polled.
    fds: [pollfd; CAPACITY + 2],
    /// How many sockets are in each receiving end, counted up to 255.
    sockets: [u8; CAPACITY + 2],
    used: usize,
    /// The number of sockets of networks that have ended.
    ended: usize,
    closers: Closers,
}

/// What polled descriptors are without.
const NONE: c_int = -1;

impl Holder {
    /// Creates one that holds nothing. `process` is a pidfd, `socket` the end of a pair of sockets.
    pub(crate) fn new(process: c_int, socket: c_int) -> Self {
        let mut fds = [pollfd { fd: NONE, events: 0, revents: 0 }; CAPACITY + 2];
        let [first, second, ..] = &mut fds;
        *first = pollfd { fd: process, events: libc::POLLIN, revents: 0 };
        *second = pollfd { fd: socket, events: libc::POLLIN, revents: 0 };
        Self { fds, sockets: [0; CAPACITY + 2], used: 2, ended: 0, closers: Closers::new() }
    }

    /// Holds sockets until the process has ended.
    pub(crate) fn run(&mut self) {
        while let Some(is_quiet) = self.wait() {
            self.mark_ended();
            if is_quiet || self.ended >= ENOUGH {
                self.close_ended();
            }
            if self.fds.get(1).is_some_and(|socket| socket.revents != 0) {
                self.receive();
            }
        }
    }

    /// Waits for anything. Returns whether nothing happened for a while, and `None` if the process has ended.
    fn wait(&mut self) -> Option<bool> {
        loop {
            let (fds, count) = (self.fds.as_mut_ptr(), self.used as libc::nfds_t);
            let timeout = if self.ended > 0 { QUIET_MS } else { -1 };
            // SAFETY: there are that many.
            let ready = unsafe { libc::poll(fds, count, timeout) };
            if ready >= 0 {
                let is_over = self.fds.first().is_none_or(|process| process.revents != 0);
                return (!is_over).then_some(ready == 0);
            }
            if syscalls::errno() != libc::EINTR {
                return None;
            }
        }
    }

    /// Marks the receiving ends of networks that have ended.
    fn mark_ended(&mut self) {
        let ends = self.fds.iter_mut().zip(&self.sockets).take(self.used).skip(2);
        for (end, &sockets) in ends.filter(|(end, _)| end.revents != 0) {
            end.fd = !end.fd;
            self.ended += usize::from(sockets);
        }
    }

    /// Closes them.
    fn close_ended(&mut self) {
        // From the last one on, so that the one that takes its place has been looked at.
        for place in (2..self.used).rev() {
            let last = self.used - 1;
            let Some(end) = self.fds.get(place).filter(|end| end.fd < 0) else { continue };
            self.closers.close(!end.fd);
            self.fds.swap(place, last);
            self.sockets.swap(place, last);
            self.used = last;
        }
        self.ended = 0;
    }

    /// Takes the receiving end of a network.
    fn receive(&mut self) {
        let Some(socket) = self.fds.get_mut(1) else { return };
        match receive_fd(socket.fd) {
            Received::End { fd, sockets } => {
                let places = (self.fds.get_mut(self.used), self.sockets.get_mut(self.used));
                let (Some(place), Some(count)) = places else {
                    self.closers.close(fd);
                    return;
                };
                // A closed sending end is reported without being asked for.
                *place = pollfd { fd, events: 0, revents: 0 };
                *count = sockets;
                self.used += 1;
            }
            Received::Nothing => {}
            // The process is about to end.
            Received::NoMore => socket.fd = NONE,
        }
    }
}

enum Received {
    /// A receiving end, with this number of sockets in it.
    End {
        fd: c_int,
        sockets: u8,
    },
    Nothing,
    NoMore,
}

/// Room for the control data of one descriptor.
#[repr(C, align(8))]
struct Control([u8; 32]);

/// Receives a message with a descriptor.
fn receive_fd(socket: c_int) -> Received {
    let (mut byte, mut control) = ([0_u8; 1], Control([0; 32]));
    let mut part = libc::iovec { iov_base: byte.as_mut_ptr().cast(), iov_len: byte.len() };
    // SAFETY: a message is plain data, for which zeros are valid.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.0.as_mut_ptr().cast();
    message.msg_controllen = control.0.len() as _;
    // SAFETY: the message points to a part and to control data of their lengths.
    let received = unsafe { libc::recvmsg(socket, &raw mut message, libc::MSG_CMSG_CLOEXEC) };
    if received == 0 {
        return Received::NoMore;
    }
    if received < 0 {
        return Received::Nothing;
    }
    // SAFETY: the kernel has filled in the control data of the message.
    let header = unsafe { libc::CMSG_FIRSTHDR(&raw const message) };
    if header.is_null() {
        return Received::Nothing;
    }
    // SAFETY: not null, and within the control data.
    let is_fd = unsafe {
        (*header).cmsg_level == libc::SOL_SOCKET && (*header).cmsg_type == libc::SCM_RIGHTS
    };
    if !is_fd {
        return Received::Nothing;
    }
    // SAFETY: the data of this type is a descriptor.
    let fd = unsafe { ptr::read_unaligned(libc::CMSG_DATA(header).cast::<c_int>()) };
    Received::End { fd, sockets: byte[0] }
}
