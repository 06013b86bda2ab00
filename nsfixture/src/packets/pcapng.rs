//! Files for Wireshark (draft-ietf-opsawg-pcapng).

use super::point::Point;
use super::record::{Fate, Record};
use crate::wire::complete_checksum;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const NAMES: u32 = 4;
const PACKET: u32 = 6;

/// Tells the byte order.
const MAGIC: u32 = 0x1a2b_3c4d;
/// `LINKTYPE_ETHERNET`.
const ETHERNET: u16 = 1;

// The codes of options, and of name records.
const END: u16 = 0;
const COMMENT: u16 = 1;
const IF_NAME: u16 = 2;
const IF_TSRESOL: u16 = 9;
const SHB_USERAPPL: u16 = 4;
const NAME_V4: u16 = 1;
const NAME_V6: u16 = 2;

/// Writes a file with these records, whose interfaces are all points. The comment is that of the file.
pub(crate) fn file<'r>(
    records: impl IntoIterator<Item = &'r Record>,
    points: &[Point],
    comment: &str,
) -> Vec<u8> {
    let mut file = Vec::new();
    section(&mut file, comment);
    for point in points {
        interface(&mut file, point);
    }
    names(&mut file, points);
    for record in records {
        packet(&mut file, record);
    }
    file
}

fn section(file: &mut Vec<u8>, comment: &str) {
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

fn interface(file: &mut Vec<u8>, point: &Point) {
    block(file, INTERFACE, |body| {
        body.extend(ETHERNET.to_le_bytes());
        body.extend([0; 2]);
        // Any number of bytes.
        body.extend([0; 4]);
        option(body, IF_NAME, format!("{} {}", point.host, point.interface).as_bytes());
        // Nanoseconds.
        option(body, IF_TSRESOL, &[9]);
        option(body, END, &[]);
    });
}

fn names(file: &mut Vec<u8>, points: &[Point]) {
    block(file, NAMES, |body| {
        for point in points {
            for addr in &point.addrs {
                let (code, mut value) = match addr {
                    std::net::IpAddr::V4(addr) => (NAME_V4, addr.octets().to_vec()),
                    std::net::IpAddr::V6(addr) => (NAME_V6, addr.octets().to_vec()),
                };
                value.extend(point.host.as_bytes());
                value.push(0);
                option(body, code, &value);
            }
        }
        option(body, END, &[]);
    });
}

fn packet(file: &mut Vec<u8>, record: &Record) {
    let bytes = with_checksum(record);
    let nanos = record.time.as_nanos() as u64;
    block(file, PACKET, |body| {
        body.extend((record.at as u32).to_le_bytes());
        body.extend(((nanos >> 32) as u32).to_le_bytes());
        body.extend((nanos as u32).to_le_bytes());
        body.extend((bytes.len() as u32).to_le_bytes());
        body.extend((record.len as u32).to_le_bytes());
        padded(body, &bytes);
        for comment in comments(record) {
            option(body, COMMENT, comment.as_bytes());
        }
        option(body, END, &[]);
    });
}

fn comments(record: &Record) -> Vec<String> {
    let mut comments = Vec::new();
    if let Fate::Lost(why) = record.fate {
        comments.push(why.text().to_owned());
    }
    let packets = record.wire_packets();
    if packets > 1 {
        comments.push(format!("{packets} packets on the wire (GSO)"));
    }
    comments
}

/// Returns the bytes of a packet, with the checksum that was left to the network card where all of them are known.
fn with_checksum(record: &Record) -> Vec<u8> {
    let mut bytes = record.bytes.to_vec();
    if let Some(checksum) = record.offload.checksum.filter(|_| bytes.len() == record.len) {
        let start = usize::from(checksum.start);
        // A field outside of the packet is not filled in.
        let _outside = complete_checksum(&mut bytes, start, start + usize::from(checksum.offset));
    }
    bytes
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
