//! Receiving frames, many with one system call (recvmmsg(2)).
#![allow(unsafe_code, reason = "system calls with pointers")]

use std::ffi::c_void;
use std::os::fd::{AsFd as _, AsRawFd as _};

use libc::{cmsghdr, iovec, mmsghdr, msghdr, timespec, tpacket_auxdata};
use nix::errno::Errno;

use super::socket::PacketSocket;
use super::virtio::{self, Header};
use crate::wire::{Frame, Offload};

/// The most frames that are received at once.
const SIZE: usize = 32;

/// The room for a frame: a GSO packet has up to 64 KiB, behind an Ethernet header.
const FRAME: usize = 65_536 + 64;

/// The length of a VLAN tag (IEEE 802.1Q), which the kernel hands over apart from the frame.
const VLAN: usize = 4;
/// The length of the two addresses, which are in front of it.
const ADDRESSES: usize = 12;

/// Room for what the kernel tells about a packet (cmsg(3)): 32 and 40 bytes.
#[repr(C, align(8))]
#[derive(Clone, Copy)]
struct Control([u8; 128]);

/// Buffers for frames.
pub(crate) struct Batch {
    bytes: Vec<u8>,
    headers: [Header; SIZE],
    control: [Control; SIZE],
    received: Vec<Place>,
}

/// Where a frame is in the buffers, and what came with it.
struct Place {
    begin: usize,
    end: usize,
    len: usize,
    offload: Offload,
    stamp: Option<u64>,
}

/// A frame that has been received.
pub(crate) struct Received<'b> {
    pub(crate) frame: Frame<'b>,
    /// The length of the frame, of which only the first bytes may have been received.
    pub(crate) len: usize,
    /// The time at which it arrived, in nanoseconds of `CLOCK_REALTIME`, if it is stamped.
    pub(crate) stamp: Option<u64>,
}

impl Batch {
    pub(crate) fn new() -> Self {
        Self {
            bytes: vec![0; SIZE * FRAME],
            headers: [[0; virtio::LEN]; SIZE],
            control: [Control([0; 128]); SIZE],
            received: Vec::with_capacity(SIZE),
        }
    }

    /// Receives what has arrived at a socket, up to [`SIZE`] frames. Returns true if there may be more.
    pub(crate) fn receive(&mut self, socket: &PacketSocket) -> Result<bool, Errno> {
        self.received.clear();
        // SAFETY: messages are plain data.
        let mut messages: [mmsghdr; SIZE] = unsafe { std::mem::zeroed() };
        let empty = iovec { iov_base: std::ptr::null_mut(), iov_len: 0 };
        let mut parts = [[empty; 2]; SIZE];
        let frames = self.bytes.chunks_exact_mut(FRAME);
        let places = messages.iter_mut().zip(&mut parts).zip(&mut self.headers);
        for (((message, parts), header), (frame, control)) in
            places.zip(frames.zip(&mut self.control))
        {
            // A VLAN tag fits in front.
            let frame = &mut frame[VLAN..];
            parts[0] = iovec { iov_base: header.as_mut_ptr().cast(), iov_len: virtio::LEN };
            parts[1] = iovec { iov_base: frame.as_mut_ptr().cast(), iov_len: frame.len() };
            message.msg_hdr.msg_iov = parts.as_mut_ptr();
            message.msg_hdr.msg_iovlen = parts.len();
            message.msg_hdr.msg_control = control.0.as_mut_ptr().cast::<c_void>();
            message.msg_hdr.msg_controllen = control.0.len();
        }
        let (fd, flags) = (socket.as_fd().as_raw_fd(), libc::MSG_DONTWAIT);
        let (pointer, size) = (messages.as_mut_ptr(), SIZE as u32);
        // SAFETY: each message points to two parts and to control data of their lengths, all of which live
        // until the call returns.
        let count = unsafe { libc::recvmmsg(fd, pointer, size, flags, std::ptr::null_mut()) };
        let count = Errno::result(count)? as usize;
        for (nth, message) in messages.iter().enumerate().take(count) {
            self.place(nth, message);
        }
        Ok(count == SIZE)
    }

    /// Returns the frames that have been received.
    pub(crate) fn frames(&self) -> impl Iterator<Item = Received<'_>> {
        self.received.iter().map(|place| {
            let bytes = &self.bytes[place.begin..place.end];
            let frame = Frame { bytes, offload: place.offload };
            Received { frame, len: place.len, stamp: place.stamp }
        })
    }

    fn place(&mut self, nth: usize, message: &mmsghdr) {
        let is_truncated = message.msg_hdr.msg_flags & libc::MSG_TRUNC != 0;
        let Told { stamp, vlan, len } = told(&message.msg_hdr);
        let Some(length) = (message.msg_len as usize).checked_sub(virtio::LEN) else { return };
        if is_truncated {
            return;
        }
        let mut begin = nth * FRAME + VLAN;
        let end = begin + length;
        let mut shift = 0;
        if let Some([protocol, tag]) = vlan.filter(|_| length >= ADDRESSES) {
            self.bytes.copy_within(begin..begin + ADDRESSES, begin - VLAN);
            begin -= VLAN;
            shift = VLAN as u16;
            let place = &mut self.bytes[begin + ADDRESSES..][..VLAN];
            place[..2].copy_from_slice(&protocol.to_be_bytes());
            place[2..].copy_from_slice(&tag.to_be_bytes());
        }
        let offload = virtio::read(&self.headers[nth], shift);
        let len = len.unwrap_or(length) + usize::from(shift);
        self.received.push(Place { begin, end, len, offload, stamp });
    }
}

/// What the kernel tells about a packet.
#[derive(Default)]
struct Told {
    stamp: Option<u64>,
    /// The protocol and the tag of a VLAN.
    vlan: Option<[u16; 2]>,
    /// The length of the frame, without that tag.
    len: Option<usize>,
}

const TP_STATUS_VLAN_VALID: u32 = 1 << 4;
const TP_STATUS_VLAN_TPID_VALID: u32 = 1 << 6;
/// The protocol of a VLAN tag, unless the kernel tells another one.
const ETH_P_8021Q: u16 = 0x8100;

fn told(message: &msghdr) -> Told {
    let mut told = Told::default();
    // SAFETY: the kernel has filled in the control data of the message.
    let mut next: *const cmsghdr = unsafe { libc::CMSG_FIRSTHDR(message) };
    while !next.is_null() {
        // SAFETY: not null, and within the control data.
        let header = unsafe { &*next };
        // SAFETY: as above.
        let data = unsafe { libc::CMSG_DATA(next) };
        match (header.cmsg_level, header.cmsg_type) {
            (libc::SOL_SOCKET, libc::SCM_TIMESTAMPNS) => {
                // SAFETY: the data of this type.
                let time: timespec = unsafe { data.cast::<timespec>().read_unaligned() };
                told.stamp = Some(time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64);
            }
            (libc::SOL_PACKET, libc::PACKET_AUXDATA) => {
                // SAFETY: the data of this type.
                let aux: tpacket_auxdata =
                    unsafe { data.cast::<tpacket_auxdata>().read_unaligned() };
                told.len = Some(aux.tp_len as usize);
                if aux.tp_status & TP_STATUS_VLAN_VALID != 0 {
                    let has_protocol = aux.tp_status & TP_STATUS_VLAN_TPID_VALID != 0;
                    let protocol = if has_protocol { aux.tp_vlan_tpid } else { ETH_P_8021Q };
                    told.vlan = Some([protocol, aux.tp_vlan_tci]);
                }
            }
            _ => {}
        }
        // SAFETY: `next` is a header of this message.
        next = unsafe { libc::CMSG_NXTHDR(message, next) };
    }
    told
}
