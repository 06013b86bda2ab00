//! Diagrams of recorded packets.

use std::sync::Arc;
use std::time::Duration;

use super::{diagram, rows};
use crate::packets::test_packets::{
    ALICE, ALICE_ADDR, BOB, GW, GW_OUT, Tcp, as_gso, bytes, ip, ip6, mac, points, record, udp, v6,
};
use crate::packets::{Fate, Record};
use crate::wire::Loss;

/// Checks the diagram of these packets, with at most this many lines.
#[track_caller]
fn check_last(max: usize, records: &[Record], expected: &str) {
    let points = points();
    let hosts = ["alice", "gw", "bob"].map(Arc::from);
    let found = diagram(rows(records, &points), &hosts, max, None).join("\n");
    assert_eq!(found, expected.trim_matches('\n'), "\n{found}\n");
}

#[track_caller]
fn check(records: &[Record], expected: &str) {
    check_last(100, records, expected);
}

fn lost(record: Record) -> Record {
    Record { fate: Fate::Lost(Loss::Rule(2)), ..record }
}

fn to_bob(micros: u64, tcp: Tcp) -> Record {
    record(micros, BOB, tcp.bytes(ALICE, BOB))
}

fn to_alice(micros: u64, tcp: Tcp) -> Record {
    record(micros, ALICE, tcp.bytes(BOB, ALICE))
}

const SYN: Tcp = Tcp { flags: "S", seq: 999, ack: 0, len: 0, is_window_closed: false };
const SYN_ACK: Tcp = Tcp { flags: "SA", seq: 4999, ack: 1000, len: 0, is_window_closed: false };
const ACK: Tcp = Tcp { flags: "A", seq: 1000, ack: 5000, len: 0, is_window_closed: false };

/// Returns a segment of alice's with these relative numbers.
fn data(seq: u32, len: usize) -> Tcp {
    Tcp { flags: "A", seq: 999 + seq, ack: 5000, len, is_window_closed: false }
}

#[test]
fn a_connection_has_relative_numbers() {
    let answer = Tcp { flags: "A", seq: 5000, ack: 1100, ..Tcp::default() };
    let records = [
        to_bob(0, SYN),
        to_alice(100, SYN_ACK),
        to_bob(200, ACK),
        to_bob(300, data(1, 100)),
        to_alice(1400, Tcp { is_window_closed: true, ..answer }),
        to_alice(2_001_500, Tcp { flags: "FA", ..answer }),
        to_bob(2_001_600, Tcp { flags: "R", seq: 1100, ..Tcp::default() }),
    ];
    check(
        &records,
        "
                  alice      bob
      0.000 ms      │────────▶│      TCP 40000 → 80 SYN, MSS 1460
      0.100 ms      │◀────────│      TCP 80 → 40000 SYN ACK, MSS 1460
      0.200 ms      │────────▶│      TCP 40000 → 80 ACK 1
      0.300 ms      │────────▶│      TCP 40000 → 80 seq 1 ack 1 len 100
      1.400 ms      │◀────────│      TCP 80 → 40000 ACK 101, zero window
   2001.500 ms      │◀────────│      TCP 80 → 40000 FIN ack 101
   2001.600 ms      │────────▶│      TCP 40000 → 80 RST
",
    );
}

#[test]
fn lost_packets_end_half_way() {
    let records = [lost(to_bob(0, SYN)), lost(to_alice(500, SYN_ACK))];
    check(
        &records,
        "
                  alice      bob
      0.000 ms      │────x    │      TCP 40000 → 80 SYN, MSS 1460: lost, rule 3
      0.500 ms      │    x────│      TCP 80 → 40000 SYN ACK, MSS 1460: lost, rule 3
",
    );
}

#[test]
fn what_is_sent_again_is_marked() {
    let again = |micros| {
        let mut bytes = data(1, 100).bytes(ALICE, BOB);
        // Its IP header has a number of its own.
        bytes[18] = 9;
        bytes[24] = bytes[24].wrapping_sub(9);
        record(micros, BOB, bytes)
    };
    let records = [
        lost(to_bob(0, data(1, 100))),
        to_bob(10, data(201, 100)),
        to_bob(20, data(101, 100)),
        again(30),
        to_bob(40, data(201, 100)),
    ];
    check(
        &records,
        "
                  alice      bob
      0.000 ms      │────x    │      TCP 40000 → 80 seq 1 len 100: lost, rule 3
      0.010 ms      │────────▶│      TCP 40000 → 80 seq 201 len 100
      0.020 ms      │────────▶│      TCP 40000 → 80 seq 101 len 100
      0.030 ms      │────────▶│      TCP 40000 → 80 seq 1 len 100 (retransmission)
      0.040 ms      │────────▶│      TCP 40000 → 80 seq 201 len 100 (duplicate)
",
    );
}

#[test]
fn a_run_is_one_row_for_each_hop() {
    let mut records = vec![to_bob(0, SYN)];
    for number in 0..4 {
        let bytes = data(1 + number * 1000, 1000);
        records.push(record(100 + u64::from(number), GW, bytes.bytes(ALICE, GW)));
        records.push(record(200 + u64::from(number), BOB, bytes.bytes(GW_OUT, BOB)));
    }
    let large = record(300, GW, data(4001, 10_000).bytes(ALICE, GW));
    records.push(as_gso(large, 1000));
    records.push(to_bob(400, Tcp { flags: "FA", ..data(14_001, 0) }));
    check(
        &records,
        "
                  alice       gw       bob
      0.000 ms      │──────────────────▶│      TCP 40000 → 80 SYN, MSS 1460
      0.100 ms      │────────▶│         │      TCP 40000 → 80 14 × data and ACK, 14 kB in 200 us
      0.200 ms      │         │────────▶│      TCP 40000 → 80 4 × data and ACK, 4000 bytes in 3 us
      0.400 ms      │──────────────────▶│      TCP 40000 → 80 FIN
",
    );
}

fn ask(micros: u64, at: usize) -> Record {
    let mut bytes = vec![0xff; 6];
    bytes.extend(mac(ALICE));
    bytes.extend([0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1]);
    bytes.extend(mac(ALICE));
    bytes.extend([10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 1, 2]);
    record(micros, at, bytes)
}

fn tell(micros: u64) -> Record {
    let mut bytes = [mac(ALICE), mac(BOB)].concat();
    bytes.extend([0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 2]);
    bytes.extend(mac(BOB));
    bytes.extend([10, 0, 1, 2]);
    bytes.extend(mac(ALICE));
    bytes.extend([10, 0, 0, 1]);
    record(micros, ALICE, bytes)
}

#[test]
fn questions_are_shown_if_nobody_answers() {
    check(&[ask(0, BOB), tell(10)], "");
    // An answer to an earlier one does not count.
    let records = [ask(0, BOB), tell(10), ask(1000, GW), ask(1001, BOB), ask(1_000_000, BOB)];
    check(
        &records,
        "
                  alice       gw       bob
      1.000 ms      │────────▶│         │      ARP who has 10.0.1.2?: no answer (at 2 interfaces)
   1000.000 ms      │──────────────────▶│      ARP who has 10.0.1.2?: no answer
",
    );
    check(
        &[ask(0, BOB), lost(tell(10))],
        "
                  alice      bob
      0.000 ms      │────────▶│      ARP who has 10.0.1.2?: no answer
      0.010 ms      │    x────│      ARP 10.0.1.2 is at 02:00:00:00:00:04: lost, rule 3
",
    );
}

#[test]
fn neighbor_discovery_is_hidden_unless_it_fails() {
    let nd = |micros, at, kind| {
        let (from, to) = if at == BOB { (ALICE, BOB) } else { (BOB, ALICE) };
        record(micros, at, bytes!(ip6(from, to).icmpv6_raw(kind, 0, [0; 4]), &v6(BOB).octets()))
    };
    check(&[nd(0, BOB, 135), nd(10, ALICE, 136), nd(20, BOB, 133)], "");
    check(
        &[nd(0, BOB, 135), nd(1_000_000, BOB, 135)],
        "
                  alice      bob
      0.000 ms      │────────▶│      ND who has fd00::4?: no answer
   1000.000 ms      │────────▶│      ND who has fd00::4?: no answer
",
    );
}

#[test]
fn a_sender_may_be_unknown() {
    let mut stranger = SYN.bytes(ALICE, BOB);
    stranger[11] = 99;
    check(
        &[record(0, BOB, stranger)],
        "
                   bob
      0.000 ms    ?▶│      TCP 40000 → 80 SYN, MSS 1460
",
    );
}

#[test]
fn a_wrong_checksum_is_shown() {
    let mut spoiled = udp(ALICE, BOB, [5000, 9], b"hello");
    *spoiled.last_mut().expect("it has bytes") ^= 1;
    let mut segment = data(1, 100).bytes(ALICE, BOB);
    *segment.last_mut().expect("it has bytes") ^= 1;
    let records = [record(0, BOB, spoiled), record(10, BOB, segment), to_bob(20, data(1, 100))];
    check(
        &records,
        "
                  alice      bob
      0.000 ms      │────────▶│      UDP 5000 → 9 len 5, wrong checksum
      0.010 ms      │────────▶│      TCP 40000 → 80, wrong checksum
      0.020 ms      │────────▶│      TCP 40000 → 80 seq 1 len 100
",
    );
}

#[test]
fn short_headers_of_quic_are_known_by_their_flow() {
    let packet = |micros, first: u8| {
        let payload = [&[first, 0, 0, 0, 1, 8][..], &[1; 30]].concat();
        record(micros, BOB, udp(ALICE, BOB, [5000, 443], &payload))
    };
    check(
        &[packet(0, 0x43), packet(10, 0xc3), packet(20, 0x43)],
        "
                  alice      bob
      0.000 ms      │────────▶│      UDP 5000 → 443 len 36
      0.010 ms      │────────▶│      QUIC 5000 → 443 Initial
      0.020 ms      │────────▶│      QUIC 5000 → 443 len 36
",
    );
}

#[test]
fn the_last_rows_are_kept() {
    let ping = |number: u16| {
        let bytes = bytes!(ip(ALICE, BOB).icmpv4_echo_request(1, number), &[]);
        record(u64::from(number) * 1000, BOB, bytes)
    };
    let records: Vec<Record> = (0..10).map(ping).collect();
    check_last(
        4,
        &records,
        "
... 8 before
                  alice      bob
      8.000 ms      │────────▶│      ICMP echo request, id 1, seq 8
      9.000 ms      │────────▶│      ICMP echo request, id 1, seq 9
",
    );
}

#[test]
fn many_hosts_are_named() {
    let mut points = points();
    let hosts: Vec<Arc<str>> = (0..10).map(|number| format!("host{number}").into()).collect();
    let mut records = Vec::new();
    for (number, host) in hosts.iter().enumerate() {
        points[ALICE].host = Arc::clone(host);
        points.push(points[ALICE].clone());
        records.push(Record { at: 4 + number, ..to_bob(0, SYN) });
    }
    records[1] = lost(records[1].clone());
    let lines = diagram(rows(&records, &points), &hosts, 100, None);
    let expected = [
        "      0.000 ms  host9 → host0  TCP 40000 → 80 SYN, MSS 1460",
        "      0.000 ms  host9 →x host1  TCP 40000 → 80 SYN, MSS 1460: lost, rule 3",
    ];
    assert_eq!(lines[..2], expected);
}

#[test]
fn a_host_with_several_addresses_is_named_by_them() {
    let gw = [10, 0, 0, 254];
    let ask = etherparse::PacketBuilder::ethernet2(mac(ALICE), mac(GW)).ipv4(ALICE_ADDR, gw, 64);
    let echo = etherparse::PacketBuilder::ethernet2(mac(ALICE), mac(GW)).ipv4(ALICE_ADDR, gw, 64);
    let records = [
        record(0, GW, bytes!(ask.udp(5000, 53), b"")),
        record(100, GW, bytes!(echo.icmpv4_echo_request(7, 1), b"")),
        to_bob(200, SYN),
    ];
    check(
        &records,
        "
                  alice       gw       bob
      0.000 ms      │────────▶│         │      UDP 10.0.0.1:5000 → 10.0.0.254:53 len 0
      0.100 ms      │────────▶│         │      ICMP echo request, id 7, seq 1 (10.0.0.1 → 10.0.0.254)
      0.200 ms      │──────────────────▶│      TCP 40000 → 80 SYN, MSS 1460
",
    );
}

#[test]
fn the_failure_is_between_what_was_before_and_after() {
    let records = [to_bob(0, SYN), to_alice(100, SYN_ACK), to_bob(300, ACK)];
    let hosts = ["alice", "bob"].map(Arc::from);
    let at = |micros| {
        let failure = Some(Duration::from_micros(micros));
        diagram(rows(&records, &points()), &hosts, 100, failure)
    };
    assert_eq!(at(200)[3], "      0.200 ms  -- the test failed --");
    assert_eq!(at(5_000)[4], "      5.000 ms  -- the test failed --");
    assert_eq!(at(0)[1], "      0.000 ms  -- the test failed --");
    assert_eq!(at(200).len(), 5);
}
