//! Blocks and options of the format.

use std::net::IpAddr;
use std::time::Duration;

use crate::packets::Point;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const NAMES: u32 = 4;
const STATISTICS: u32 = 5;
const PACKET: u32 = 6;

/// Tells the byte order.
const MAGIC: u32 = 0x1a2b_3c4d;
/// `LINKTYPE_ETHERNET`.
const ETHERNET: u16 = 1;

// The codes of options, and of name records.
const END: u16 = 0;
const COMMENT: u16 = 1;
const SHB_USERAPPL: u16 = 4;
const IF_NAME: u16 = 2;
const IF_MACADDR: u16 = 6;
const IF_TSRESOL: u16 = 9;
const EPB_FLAGS: u16 = 2;
const ISB_IFRECV: u16 = 4;
const ISB_IFDROP: u16 = 5;
const NAME_V4: u16 = 1;
const NAME_V6: u16 = 2;

/// A packet as it is written.
pub(super) struct Packet<'a> {
    pub(super) interface: u32,
    pub(super) time: Duration,
    pub(super) bytes: &'a [u8],
    /// The length of all bytes.
    pub(super) len: usize,
    pub(super) is_sent: bool,
    pub(super) comments: &'a [String],
}

pub(super) fn section(file: &mut Vec<u8>, comment: &str) {
    block(file, SECTION, |body| {
        body.extend(MAGIC.to_le_bytes());
        body.extend([1_u16, 0].map(u16::to_le_bytes).concat());
        // The length of the section is not given.
        body.extend(u64::MAX.to_le_bytes());
        option(body, COMMENT, comment.as_bytes());
        option(body, SHB_USERAPPL, concat!("nsfixture ", env!("CARGO_PKG_VERSION")).as_bytes());
        option(body, END, &[]);
    });
}

/// Describes an interface of whose packets the first bytes are written, or all of them if that is 0.
pub(super) fn interface(file: &mut Vec<u8>, point: &Point, first_bytes: u32) {
    block(file, INTERFACE, |body| {
        body.extend(ETHERNET.to_le_bytes());
        body.extend([0; 2]);
        body.extend(first_bytes.to_le_bytes());
        option(body, IF_NAME, format!("{} {}", point.host, point.interface).as_bytes());
        option(body, IF_MACADDR, &point.mac);
        // Nanoseconds.
        option(body, IF_TSRESOL, &[9]);
        option(body, END, &[]);
    });
}

pub(super) fn names(file: &mut Vec<u8>, points: &[Point]) {
    block(file, NAMES, |body| {
        for point in points {
            for addr in &point.addrs {
                let (code, mut value) = match addr {
                    IpAddr::V4(addr) => (NAME_V4, addr.octets().to_vec()),
                    IpAddr::V6(addr) => (NAME_V6, addr.octets().to_vec()),
                };
                value.extend(point.host.as_bytes());
                value.push(0);
                option(body, code, &value);
            }
        }
        option(body, END, &[]);
    });
}

pub(super) fn packet(file: &mut Vec<u8>, packet: &Packet<'_>) {
    block(file, PACKET, |body| {
        body.extend(packet.interface.to_le_bytes());
        time(body, packet.time);
        body.extend((packet.bytes.len() as u32).to_le_bytes());
        body.extend((packet.len as u32).to_le_bytes());
        padded(body, packet.bytes);
        let direction = if packet.is_sent { 2_u32 } else { 1 };
        option(body, EPB_FLAGS, &direction.to_le_bytes());
        for comment in packet.comments {
            option(body, COMMENT, comment.as_bytes());
        }
        option(body, END, &[]);
    });
}

/// Adds how many packets have arrived at an interface up to a time, and how many more were lost on their way to it.
pub(super) fn statistics(
    file: &mut Vec<u8>,
    interface: u32,
    end: Duration,
    arrived: u64,
    lost: u64,
) {
    block(file, STATISTICS, |body| {
        body.extend(interface.to_le_bytes());
        time(body, end);
        option(body, ISB_IFRECV, &arrived.to_le_bytes());
        option(body, ISB_IFDROP, &lost.to_le_bytes());
        option(body, END, &[]);
    });
}

/// Adds a time in nanoseconds, its upper half first.
fn time(body: &mut Vec<u8>, time: Duration) {
    let nanos = time.as_nanos() as u64;
    body.extend(((nanos >> 32) as u32).to_le_bytes());
    body.extend((nanos as u32).to_le_bytes());
}

/// Adds a block: its type, its length, its body, and its length again.
fn block(file: &mut Vec<u8>, kind: u32, write: impl FnOnce(&mut Vec<u8>)) {
    let mut body = Vec::new();
    write(&mut body);
    let len = (body.len() as u32 + 12).to_le_bytes();
    file.extend(kind.to_le_bytes());
    file.extend(len);
    file.extend(body);
    file.extend(len);
}

/// Adds an option, or a record of names, which has the same form.
fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    // Longer ones do not exist.
    let value = &value[..value.len().min(usize::from(u16::MAX))];
    body.extend(code.to_le_bytes());
    body.extend((value.len() as u16).to_le_bytes());
    padded(body, value);
}

/// Adds bytes up to a multiple of four.
fn padded(body: &mut Vec<u8>, bytes: &[u8]) {
    body.extend(bytes);
    body.resize(body.len() + bytes.len().next_multiple_of(4) - bytes.len(), 0);
}
