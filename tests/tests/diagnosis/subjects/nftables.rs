//! Rules of nf_tables, without the program `nft` (`linux/netfilter/nf_tables.h`).

use std::io;

use nsfixture::prelude::*;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketType, netlink, recv, send, socket};

/// Printed where the kernel has no nf_tables.
pub(crate) const NOT_THERE: &str = "this kernel has no nf_tables";

/// `NFNL_SUBSYS_NFTABLES` (`linux/netfilter/nfnetlink.h`), and the messages of a transaction.
const NFTABLES: u16 = 10;
const BATCH_BEGIN: u16 = 16;
const BATCH_END: u16 = 17;

/// `NFT_MSG_NEWTABLE`, `NFT_MSG_NEWCHAIN` and `NFT_MSG_NEWRULE`.
const NEW_TABLE: u16 = NFTABLES << 8;
const NEW_CHAIN: u16 = NFTABLES << 8 | 3;
const NEW_RULE: u16 = NFTABLES << 8 | 6;

/// `NFPROTO_INET`: IPv4 and IPv6.
const INET: u8 = 1;

/// `IPPROTO_*`
pub(super) const TCP: u8 = 6;
pub(super) const UDP: u8 = 17;

const TABLE: &[u8] = b"filter\0";
const NESTED: u16 = 0x8000;

/// `NF_INET_*` and the name of a chain.
#[derive(Clone, Copy)]
pub(super) struct Hook(u32, &'static [u8]);

pub(super) const INPUT: Hook = Hook(1, b"input\0");
pub(super) const FORWARD: Hook = Hook(2, b"forward\0");
pub(super) const OUTPUT: Hook = Hook(3, b"output\0");

/// What becomes of packets that no rule takes: `NF_DROP` or `NF_ACCEPT`.
#[derive(Clone, Copy)]
pub(super) enum Policy {
    Drop,
    CountAndDrop,
    Accept,
}

fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = (value.len() as u16 + 4).to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn number(kind: u16, number: u32) -> Vec<u8> {
    attribute(kind, &number.to_be_bytes())
}

fn nested(kind: u16, attributes: &[Vec<u8>]) -> Vec<u8> {
    attribute(kind | NESTED, &attributes.concat())
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

fn expression(name: &[u8], data: &[Vec<u8>]) -> Vec<u8> {
    nested(1, &[attribute(1, name), nested(2, data)])
}

fn equals(value: &[u8]) -> Vec<u8> {
    expression(b"cmp\0", &[number(1, 1), number(2, 0), nested(3, &[attribute(1, value)])])
}

/// Matches packets to a port of a protocol: `meta l4proto`, and two bytes of the transport header.
pub(super) fn to_port(protocol: u8, port: u16) -> Vec<u8> {
    let protocol = [expression(b"meta\0", &[number(2, 16), number(1, 1)]), equals(&[protocol])];
    let place = [number(1, 1), number(2, 2), number(3, 2), number(4, 2)];
    let port = [expression(b"payload\0", &place), equals(&port.to_be_bytes())];
    [protocol.concat(), port.concat()].concat()
}

pub(super) fn counter() -> Vec<u8> {
    expression(b"counter\0", &[])
}

/// A verdict is a value for the register 0: `NF_DROP`.
pub(super) fn drop_it() -> Vec<u8> {
    let verdict = nested(2, &[number(1, 0)]);
    expression(b"immediate\0", &[number(1, 0), nested(2, &[verdict])])
}

/// Answers that the port is unreachable (`NFT_REJECT_ICMPX_UNREACH`).
pub(super) fn reject() -> Vec<u8> {
    expression(b"reject\0", &[number(1, 2), attribute(2, &[1])])
}

/// Adds a table with a chain, and its rules, to the calling thread's host.
fn add(Hook(hook, name): Hook, policy: Policy, rules: &[Vec<u8>]) -> io::Result<()> {
    const CREATE: u16 = 0x400;
    const CREATE_LAST: u16 = CREATE | 0x800;
    const ACKNOWLEDGE: u16 = 4;
    let mut chain = vec![
        attribute(1, TABLE),
        attribute(3, name),
        nested(4, &[number(1, hook), number(2, 0)]),
        number(5, u32::from(matches!(policy, Policy::Accept))),
        attribute(7, b"filter\0"),
    ];
    if let Policy::CountAndDrop = policy {
        let zero = 0_u64.to_be_bytes();
        chain.push(nested(8, &[attribute(1, &zero), attribute(2, &zero)]));
    }
    let mut transaction = vec![
        message(BATCH_BEGIN, 0, 0, NFTABLES, &[]),
        message(NEW_TABLE, CREATE, INET, 0, &[attribute(1, TABLE)]),
        message(NEW_CHAIN, CREATE | ACKNOWLEDGE, INET, 0, &chain),
    ];
    for rule in rules {
        let rule = [attribute(1, TABLE), attribute(2, name), attribute(4 | NESTED, rule)];
        transaction.push(message(NEW_RULE, CREATE_LAST, INET, 0, &rule));
    }
    transaction.push(message(BATCH_END, 0, 0, NFTABLES, &[]));
    let socket = socket(AddressFamily::NETLINK, SocketType::RAW, Some(netlink::NETFILTER))?;
    send(&socket, &transaction.concat(), SendFlags::empty())?;
    // The first answer is about the chain, or about what has failed; a rule that has failed has one as well.
    loop {
        let mut answer = [0; 4096];
        let flags = RecvFlags::DONTWAIT;
        match recv(&socket, &mut answer, flags) {
            Err(rustix::io::Errno::AGAIN) => return Ok(()),
            received => drop(received?),
        }
        match i32::from_ne_bytes([answer[16], answer[17], answer[18], answer[19]]) {
            0 => {}
            error => return Err(io::Error::from_raw_os_error(-error)),
        }
    }
}

/// Adds a table `filter` with a chain, which has the name of its hook, and its rules to a host.
pub(super) fn install(host: &Node, hook: Hook, policy: Policy, rules: &[Vec<u8>]) {
    host.run(|| {
        add(hook, policy, rules).unwrap_or_else(|error| panic!("{NOT_THERE}: {error}"));
    });
}
