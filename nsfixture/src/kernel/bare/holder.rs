//! The sockets that the guardian holds, so that this process is not the last to close them.
//!
//! The kernel takes about 10 ms to close a packet socket for good (`packet_release`,
//! `net/packet/af_packet.c`), one after the other, and the end of a process waits for it. So they are
//! also sent into a Unix socket (`SCM_RIGHTS`, unix(7)), the receiving end of which only the guardian
//! has. It never receives them: it closes that end, and with it what is in there, once the sending end
//! is closed, which the death of this process does, too.
#![allow(unsafe_code, reason = "system calls with pointers, in a forked child")]

use core::mem;
use core::ptr;

use libc::{c_int, pollfd};

use super::syscalls;

/// The most receiving ends at the same time; others are closed at once.
const CAPACITY: usize = 512;

/// What the guardian waits for: the end of the process, and the ends of networks.
pub(crate) struct Holder {
    /// The process, the socket through which receiving ends come, and these.
    fds: [pollfd; CAPACITY + 2],
    used: usize,
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
        Self { fds, used: 2 }
    }

    /// Holds sockets until the process has ended.
    pub(crate) fn run(&mut self) {
        while !self.wait() {
            let has_message = self.fds.get(1).is_some_and(|socket| socket.revents != 0);
            // From the last one on, so that the one that takes its place has been looked at.
            for place in (2..self.used).rev() {
                self.close_if_over(place);
            }
            if has_message {
                self.receive();
            }
        }
    }

    /// Waits for anything. Returns true if the process has ended.
    fn wait(&mut self) -> bool {
        loop {
            let (fds, count) = (self.fds.as_mut_ptr(), self.used as libc::nfds_t);
            // SAFETY: there are that many.
            let ready = unsafe { libc::poll(fds, count, -1) };
            if ready >= 0 {
                return self.fds.first().is_none_or(|process| process.revents != 0);
            }
            if syscalls::errno() != libc::EINTR {
                return true;
            }
        }
    }

    fn close_if_over(&mut self, place: usize) {
        let last = self.used - 1;
        let Some(end) = self.fds.get(place).filter(|end| end.revents != 0) else { return };
        syscalls::close(end.fd);
        self.fds.swap(place, last);
        self.used = last;
    }

    /// Takes the receiving end of a network.
    fn receive(&mut self) {
        let Some(socket) = self.fds.get_mut(1) else { return };
        match receive_fd(socket.fd) {
            Received::Fd(fd) => {
                let Some(place) = self.fds.get_mut(self.used) else {
                    syscalls::close(fd);
                    return;
                };
                // A closed sending end is reported without being asked for.
                *place = pollfd { fd, events: 0, revents: 0 };
                self.used += 1;
            }
            Received::Nothing => {}
            // The process is about to end.
            Received::End => socket.fd = NONE,
        }
    }
}

enum Received {
    Fd(c_int),
    Nothing,
    End,
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
        return Received::End;
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
    Received::Fd(unsafe { ptr::read_unaligned(libc::CMSG_DATA(header).cast::<c_int>()) })
}
