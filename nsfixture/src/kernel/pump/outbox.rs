//! Sending packets, many with one system call (sendmmsg(2)).
#![allow(unsafe_code, reason = "system calls with pointers")]

use std::os::fd::{AsFd as _, AsRawFd as _};
use std::time::{Duration, Instant};

use libc::{iovec, mmsghdr};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::port::Port;
use crate::kernel::packet_socket::{Header, write_header};
use crate::wire::{Direction, Output, Packet};

/// The most packets that are sent at once.
const SIZE: usize = 64;

/// How long to wait for a host that takes nothing.
const TIMEOUT: Duration = Duration::from_millis(100);

/// Packets to be sent.
pub(super) struct Outbox<'a> {
    packets: Vec<Outgoing<'a>>,
}

struct Outgoing<'a> {
    direction: Direction,
    header: Header,
    packet: Packet<'a>,
}

impl<'a> Output<'a> for Outbox<'a> {
    fn send(&mut self, direction: Direction, packet: Packet<'a>) {
        let header = write_header(packet.offload());
        self.packets.push(Outgoing { direction, header, packet });
    }
}

impl Outbox<'_> {
    pub(super) fn new() -> Self {
        Self { packets: Vec::new() }
    }

    /// Sends everything, each packet to the port that `port` gives for its direction. Returns the number of wire
    /// packets that the kernel did not take in time, or refused.
    pub(super) fn flush<'p>(self, port: impl Fn(Direction) -> &'p Port) -> u64 {
        let mut unsent = 0;
        for packets in self.packets.chunk_by(|a, b| a.direction == b.direction) {
            let port = port(packets[0].direction);
            for packets in packets.chunks(SIZE) {
                send_all(port, packets, &mut unsent);
            }
        }
        unsent
    }
}

fn send_all(port: &Port, mut packets: &[Outgoing<'_>], unsent: &mut u64) {
    while let Some(first) = packets.first() {
        match send_some(port, packets) {
            Ok(sent) => packets = &packets[sent..],
            Err(Errno::EAGAIN | Errno::ENOBUFS) if wait_writable(port) => {}
            Err(errno) => {
                // A port that the host or the test has set down, and what is larger than the MTU: packets end
                // there, as on a plain cable.
                if !matches!(errno, Errno::ENETDOWN | Errno::ENXIO | Errno::EMSGSIZE) {
                    *unsent += u64::from(first.packet.wire_packets());
                }
                packets = &packets[1..];
            }
        }
    }
}

fn send_some(port: &Port, packets: &[Outgoing<'_>]) -> Result<usize, Errno> {
    // SAFETY: messages are plain data.
    let mut messages: [mmsghdr; SIZE] = unsafe { std::mem::zeroed() };
    let slice =
        |bytes: &[u8]| iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    let mut parts = [[slice(&[]); 3]; SIZE];
    for ((message, parts), outgoing) in messages.iter_mut().zip(&mut parts).zip(packets) {
        let Outgoing { header, packet, .. } = outgoing;
        *parts = [slice(header), slice(packet.head()), slice(packet.body())];
        message.msg_hdr.msg_iov = parts.as_mut_ptr();
        message.msg_hdr.msg_iovlen = parts.len();
    }
    let fd = port.as_fd().as_raw_fd();
    // SAFETY: each message points to three parts, all of which live until the call returns.
    let sent = unsafe { libc::sendmmsg(fd, messages.as_mut_ptr(), packets.len() as u32, 0) };
    Errno::result(sent).map(|sent| sent as usize)
}

/// Waits until the port takes packets again. Returns false if it does not in time.
fn wait_writable(port: &Port) -> bool {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout = PollTimeout::try_from(left).unwrap_or(PollTimeout::ZERO);
        let mut fds = [PollFd::new(port.as_fd(), PollFlags::POLLOUT)];
        match poll(&mut fds, timeout) {
            Err(Errno::EINTR) => {}
            polled => return polled.is_ok_and(|ready| ready > 0) && !left.is_zero(),
        }
    }
}
