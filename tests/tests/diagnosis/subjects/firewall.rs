//! A firewall that drops what arrives: nf_tables, without the program `nft`.

use std::io;
use std::net::{TcpListener, UdpSocket};

use nsfixture::prelude::*;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketType, netlink, recv, send, socket};

use super::helpers::{SHORT, connect};

/// Printed where the kernel has no nf_tables.
pub(crate) const NOT_THERE: &str = "this kernel has no nf_tables";

/// `NFNL_SUBSYS_NFTABLES` (`linux/netfilter/nfnetlink.h`), and the messages of a transaction.
const NFTABLES: u16 = 10;
const BATCH_BEGIN: u16 = 16;
const BATCH_END: u16 = 17;

/// `NFT_MSG_NEWTABLE` and `NFT_MSG_NEWCHAIN` (`linux/netfilter/nf_tables.h`).
const NEW_TABLE: u16 = NFTABLES << 8;
const NEW_CHAIN: u16 = NFTABLES << 8 | 3;

/// `NFPROTO_IPV4`.
const IPV4: u8 = 2;

fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = (value.len() as u16 + 4).to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// A message with `struct nfgenmsg`.
fn message(kind: u16, flags: u16, family: u8, resource: u16, attributes: &[Vec<u8>]) -> Vec<u8> {
    const REQUEST: u16 = 1;
    let body: Vec<u8> = attributes.concat();
    let mut bytes = (20 + body.len() as u32).to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend((REQUEST | flags).to_ne_bytes());
    bytes.extend([0; 8]);
    bytes.extend([family, 0]);
    bytes.extend(resource.to_be_bytes());
    bytes.extend(body);
    bytes
}

/// Makes the calling thread's host drop every IPv4 packet for itself: a chain whose policy that is.
fn drop_all_input() -> io::Result<()> {
    const CREATE: u16 = 0x400;
    const ACKNOWLEDGE: u16 = 4;
    let name = |kind, name: &[u8]| attribute(kind, name);
    // The hook is `NF_INET_LOCAL_IN`, the priority 0, the policy `NF_DROP`.
    let hook = [attribute(1, &1_u32.to_be_bytes()), attribute(2, &0_u32.to_be_bytes())].concat();
    let chain = [
        name(1, b"t\0"),
        name(3, b"input\0"),
        attribute(4 | 0x8000, &hook),
        attribute(5, &0_u32.to_be_bytes()),
        name(7, b"filter\0"),
    ];
    let transaction = [
        message(BATCH_BEGIN, 0, 0, NFTABLES, &[]),
        message(NEW_TABLE, CREATE, IPV4, 0, &[name(1, b"t\0")]),
        message(NEW_CHAIN, CREATE | ACKNOWLEDGE, IPV4, 0, &chain),
        message(BATCH_END, 0, 0, NFTABLES, &[]),
    ];
    let socket = socket(AddressFamily::NETLINK, SocketType::RAW, Some(netlink::NETFILTER))?;
    send(&socket, &transaction.concat(), SendFlags::empty())?;
    let mut answer = [0; 4096];
    recv(&socket, &mut answer, RecvFlags::empty())?;
    match i32::from_ne_bytes([answer[16], answer[17], answer[18], answer[19]]) {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(-error)),
    }
}

fn close(host: &Node) {
    host.run(|| drop_all_input().unwrap_or_else(|error| panic!("{NOT_THERE}: {error}")));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_udp(b: Node) {
    close(&b);
    let to = b.run(|| UdpSocket::bind("0.0.0.0:9000")).unwrap();
    let from = UdpSocket::bind("0.0.0.0:0").unwrap();
    for _ in 0..3 {
        from.send_to(b"x", (b.ipv4(), 9000)).unwrap();
    }
    to.set_read_timeout(Some(SHORT)).unwrap();
    to.recv(&mut [0; 9]).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn drops_tcp(b: Node) {
    close(&b);
    let _listener = b.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
    connect(b.ipv4(), 80).unwrap();
}
