//! The lists of nf_tables (`linux/netfilter/nfnetlink.h`).

use rtnetlink::sys::Socket;
use rtnetlink::sys::protocols::NETLINK_NETFILTER;

/// What is listed.
#[derive(Clone, Copy)]
pub(super) enum List {
    Tables,
    Chains,
    Rules,
}

impl List {
    /// Returns the type of the request: `NFT_MSG_GETTABLE` and the like, in `NFNL_SUBSYS_NFTABLES`.
    fn request(self) -> u16 {
        const NFTABLES: u16 = 10 << 8;
        match self {
            Self::Tables => NFTABLES | 1,
            Self::Chains => NFTABLES | 4,
            Self::Rules => NFTABLES | 7,
        }
    }
}

const REQUEST_DUMP: u16 = 0x1 | 0x300;
const ERROR: u16 = 2;
const DONE: u16 = 3;

/// The size of `struct nlmsghdr`.
const HEADER: usize = 16;

/// More than one answer of the kernel has (`netlink_dump`, `net/netlink/af_netlink.c`).
const BUFFER: usize = 64 * 1024;

/// Returns what a host has, of all families, each without `struct nlmsghdr`; `None` if the list is cut short.
pub(super) fn list(what: List) -> Option<Vec<Vec<u8>>> {
    let socket = Socket::new(NETLINK_NETFILTER).ok()?;
    socket.send(&request(what), 0).ok()?;
    let (mut found, mut buffer) = (Vec::new(), vec![0; BUFFER]);
    loop {
        let mut free = &mut buffer[..];
        let length = socket.recv(&mut free, 0).ok()?;
        if add(buffer.get(..length)?, &mut found)? {
            return Some(found);
        }
    }
}

/// A request with `struct nfgenmsg`, whose family is `NFPROTO_UNSPEC`.
fn request(what: List) -> Vec<u8> {
    const LENGTH: u32 = HEADER as u32 + 4;
    let mut bytes = LENGTH.to_ne_bytes().to_vec();
    bytes.extend(what.request().to_ne_bytes());
    bytes.extend(REQUEST_DUMP.to_ne_bytes());
    bytes.resize(LENGTH as usize, 0);
    bytes
}

/// Adds the messages of an answer; returns whether it was the last one, or `None` after an error.
fn add(mut answer: &[u8], found: &mut Vec<Vec<u8>>) -> Option<bool> {
    while let Some(header) = answer.first_chunk::<HEADER>() {
        let length = u32::from_ne_bytes([header[0], header[1], header[2], header[3]]) as usize;
        let body = answer.get(HEADER..length)?;
        match u16::from_ne_bytes([header[4], header[5]]) {
            DONE => return Some(true),
            ERROR => return None,
            _ => found.push(body.to_vec()),
        }
        answer = answer.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut bytes = (HEADER + body.len()).to_ne_bytes()[..4].to_vec();
        bytes.extend(kind.to_ne_bytes());
        bytes.resize(HEADER, 0);
        bytes.extend(body);
        bytes
    }

    #[test]
    fn an_answer_is_divided_into_messages() {
        let mut found = Vec::new();
        let both = [message(0xa00, &[1; 4]), message(0xa00, &[2; 8])].concat();
        assert_eq!(add(&both, &mut found), Some(false));
        assert_eq!(found, [vec![1; 4], vec![2; 8]]);
        assert_eq!(add(&message(DONE, &[0; 4]), &mut found), Some(true));
        assert_eq!(add(&message(ERROR, &[0; 4]), &mut found), None);
        assert_eq!(add(&both[..40], &mut found), None);
        assert_eq!(add(&[0; HEADER], &mut found), None);
    }
}
