//! The smallest use of nf_tables, without the program `nft`: one table, by a batch of
//! netlink messages (`linux/netfilter/nfnetlink.h`, `linux/netfilter/nf_tables.h`).

use std::io;

use nsfixture::rtnetlink_0_24::sys::{Socket, SocketAddr, protocols::NETLINK_NETFILTER};

const SUBSYSTEM: u16 = 10;
const NEW_TABLE: u16 = SUBSYSTEM << 8;
const BATCH_BEGIN: u16 = 16;
const BATCH_END: u16 = 17;
/// `NLM_F_REQUEST`, and with it `NLM_F_ACK`, `NLM_F_EXCL` and `NLM_F_CREATE`.
const REQUEST: u16 = 1;
const CREATE: u16 = REQUEST | 4 | 0x200 | 0x400;
/// `NFPROTO_INET`: IPv4 and IPv6.
const INET: u8 = 1;
/// `NFTA_TABLE_NAME`.
const TABLE_NAME: u16 = 1;

/// Adds a table to the calling thread's network namespace, in which there must be none such.
pub(crate) fn add_table(name: &str) -> io::Result<()> {
    let batch = |kind| message(kind, REQUEST, 0, SUBSYSTEM, &[]);
    let table = message(NEW_TABLE, CREATE, INET, 0, &attribute(TABLE_NAME, name));
    let socket = match Socket::new(NETLINK_NETFILTER) {
        // `EPROTONOSUPPORT`
        Err(error) if error.raw_os_error() == Some(93) => {
            return Err(io::ErrorKind::Unsupported.into());
        }
        opened => opened?,
    };
    socket.connect(&SocketAddr::new(0, 0))?;
    socket.send(&[batch(BATCH_BEGIN), table, batch(BATCH_END)].concat(), 0)?;
    let (answer, _) = socket.recv_from_full()?;
    // `nlmsgerr` begins with the negative errno, or with 0.
    let errno = answer.get(16..20).and_then(|bytes| bytes.try_into().ok());
    match errno.map(i32::from_ne_bytes) {
        Some(0) => Ok(()),
        Some(errno) => Err(io::Error::from_raw_os_error(-errno)),
        None => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// `nlmsghdr`, `nfgenmsg` and what follows.
fn message(kind: u16, flags: u16, family: u8, subsystem: u16, rest: &[u8]) -> Vec<u8> {
    let length = (16 + 4 + rest.len()) as u32;
    let mut bytes = length.to_ne_bytes().to_vec();
    bytes.extend([kind.to_ne_bytes(), flags.to_ne_bytes()].concat());
    bytes.extend([0; 8]);
    bytes.extend([family, 0]);
    bytes.extend(subsystem.to_be_bytes());
    bytes.extend(rest);
    bytes
}

/// An `nlattr` with a string, which is terminated by a zero and padded to four bytes.
fn attribute(kind: u16, text: &str) -> Vec<u8> {
    let length = 4 + text.len() + 1;
    let mut bytes = (length as u16).to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(text.as_bytes());
    bytes.resize(length.next_multiple_of(4), 0);
    bytes
}
