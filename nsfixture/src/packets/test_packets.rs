//! Packets and points for tests.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use etherparse::{PacketBuilder, PacketBuilderStep, TcpHeader};

use super::{Fate, Point, Record};
use crate::wire::{Checksum, Offload};

/// The hosts of the tests: two, and the interfaces of a router between them.
pub(super) const ALICE: usize = 0;
pub(super) const GW: usize = 1;
pub(super) const GW_OUT: usize = 2;
pub(super) const BOB: usize = 3;

pub(super) const ALICE_ADDR: [u8; 4] = [10, 0, 0, 1];
pub(super) const BOB_ADDR: [u8; 4] = [10, 0, 1, 2];

/// Returns an address of IPv6 that belongs to a point.
pub(super) fn v6(point: usize) -> Ipv6Addr {
    Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, point as u16 + 1)
}

pub(super) fn mac(point: usize) -> [u8; 6] {
    [2, 0, 0, 0, 0, point as u8 + 1]
}

pub(super) fn points() -> Vec<Point> {
    let addrs = [ALICE_ADDR, [10, 0, 0, 254], [10, 0, 1, 254], BOB_ADDR];
    let names = [("alice", "eth0"), ("gw", "eth0"), ("gw", "eth1"), ("bob", "eth0")];
    let point = |(at, (host, interface)): (usize, (&str, &str))| Point {
        host: Arc::from(host),
        interface: interface.to_owned(),
        cable: Some(if at < 2 { "alice-gw" } else { "gw-bob" }.to_owned()),
        mac: mac(at),
        addrs: vec![Ipv4Addr::from(addrs[at]).into(), IpAddr::from(v6(at))],
        is_router: host == "gw",
    };
    names.into_iter().enumerate().map(point).collect()
}

/// Begins a packet of IPv4 from alice to bob, or back, on one of the hops between them.
pub(super) fn ip(from: usize, to: usize) -> PacketBuilderStep<etherparse::IpHeaders> {
    let (source, destination) =
        if from < to { (ALICE_ADDR, BOB_ADDR) } else { (BOB_ADDR, ALICE_ADDR) };
    // Each hop takes one.
    let ttl = if matches!(from, ALICE | BOB) { 64 } else { 63 };
    PacketBuilder::ethernet2(mac(from), mac(to)).ipv4(source, destination, ttl)
}

/// Begins a packet of IPv6 between two points.
pub(super) fn ip6(from: usize, to: usize) -> PacketBuilderStep<etherparse::IpHeaders> {
    PacketBuilder::ethernet2(mac(from), mac(to)).ipv6(v6(from).octets(), v6(to).octets(), 64)
}

/// Returns a packet that was recorded in full at a point, at a time in microseconds.
pub(super) fn record(micros: u64, at: usize, bytes: Vec<u8>) -> Record {
    let len = bytes.len();
    // 2026-01-01.
    let time = Duration::from_secs(1_767_225_600) + Duration::from_micros(micros);
    let offload = Offload::default();
    Record { time, at, bytes: bytes.into(), len, offload, fate: Fate::Arrived }
}

/// Returns a packet with this payload.
macro_rules! bytes {
    ($step:expr, $payload:expr) => {{
        let (step, payload): (_, &[u8]) = ($step, $payload);
        let mut bytes = vec![0; step.size(payload.len())];
        step.write_to_slice(&mut bytes, payload).expect("it is not too long");
        bytes
    }};
}
pub(super) use bytes;

pub(super) fn udp(from: usize, to: usize, ports: [u16; 2], payload: &[u8]) -> Vec<u8> {
    bytes!(ip(from, to).udp(ports[0], ports[1]), payload)
}

/// A segment between port 40000 of alice and port 80 of bob.
#[derive(Clone, Copy, Default)]
pub(super) struct Tcp {
    pub(super) flags: &'static str,
    pub(super) seq: u32,
    pub(super) ack: u32,
    pub(super) len: usize,
    pub(super) is_window_closed: bool,
}

impl Tcp {
    pub(super) fn bytes(&self, from: usize, to: usize) -> Vec<u8> {
        let (source, destination) = if from < to { (40_000, 80) } else { (80, 40_000) };
        let window = if self.is_window_closed { 0 } else { 64_000 };
        let mut header = TcpHeader::new(source, destination, self.seq, window);
        let has = |flag| self.flags.contains(flag);
        (header.syn, header.ack, header.fin, header.rst) = (has('S'), has('A'), has('F'), has('R'));
        header.acknowledgment_number = if header.ack { self.ack } else { 0 };
        if header.syn {
            let mss = etherparse::TcpOptionElement::MaximumSegmentSize(1460);
            header.set_options(&[mss]).expect("there is room");
        }
        bytes!(ip(from, to).tcp_header(header), &vec![7; self.len])
    }
}

/// Makes a record one of a GSO frame of TCP over IPv4 whose checksum is left to the network card.
pub(super) fn as_gso(mut record: Record, segment_size: u16) -> Record {
    let (start, offset) = (34_u16, 16_u16);
    let field = usize::from(start + offset);
    let upper = record.bytes.len() - usize::from(start);
    let pseudo =
        crate::wire::fold(u64::from(crate::wire::sum(&record.bytes[26..34])) + 6 + upper as u64);
    record.bytes[field..field + 2].copy_from_slice(&pseudo.to_be_bytes());
    record.offload = Offload {
        kind: Some(crate::wire::Segmentation::Tcp4),
        segment_size,
        header_len: 54,
        checksum: Some(Checksum { start, offset }),
        ecn: false,
    };
    record
}
