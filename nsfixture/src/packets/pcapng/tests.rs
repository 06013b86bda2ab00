//! What is in the files.

use super::reader::{File, read};
use super::{file, file_of_host};
use crate::packets::merge::each_once;
use crate::packets::test_packets::{
    ALICE, ALICE_ADDR, BOB, BOB_ADDR, GW, GW_OUT, Tcp, as_gso, points, record, udp,
};
use crate::packets::{Fate, Point, Record, checksum};
use crate::wire::{Loss, Offload};

const COMMENT: &str = "[[link]]\nhosts = [\"alice\", \"bob\"]\n";

/// Reads the file of all hosts.
fn merged(records: &[Record]) -> File {
    let points = points();
    read(&file(each_once(records, &points), &points, COMMENT))
}

fn lost(record: Record) -> Record {
    Record { fate: Fate::Lost(Loss::Rule(1)), ..record }
}

/// Returns a datagram on both hops from alice to bob.
fn routed(micros: u64) -> [Record; 2] {
    let on = |from, to| udp(from, to, [5000, 9], b"hello");
    [record(micros, GW, on(ALICE, GW)), record(micros + 10, BOB, on(GW_OUT, BOB))]
}

#[test]
fn a_file_describes_the_network() {
    let file = merged(&[]);
    assert_eq!(file.comment, COMMENT);
    assert_eq!(file.application, format!("nsfixture {}", env!("CARGO_PKG_VERSION")));
    let interfaces = ["alice eth0", "gw eth0", "gw eth1", "bob eth0"];
    assert_eq!(file.interfaces, interfaces.map(|name| (name.to_owned(), 0)));
    assert_eq!(file.names[&ALICE_ADDR[..]], "alice");
    assert_eq!(file.names[&BOB_ADDR[..]], "bob");
    assert_eq!(file.names.len(), 8);
    assert_eq!(file.statistics, [[0, 0]; 4]);
}

#[test]
fn a_packet_has_its_time_and_its_fate() {
    let bytes = udp(ALICE, BOB, [5000, 9], b"hello");
    let records = [record(1, BOB, bytes.clone()), lost(record(2, BOB, bytes.clone()))];
    let file = merged(&records);
    let [arrived, lost] = &file.packets[..] else { panic!("{file:?}") };
    assert_eq!((arrived.interface, arrived.nanos), (BOB, 1_767_225_600_000_001_000));
    assert_eq!((&arrived.bytes, arrived.len), (&bytes, bytes.len()));
    assert_eq!(arrived.comments, [""; 0]);
    assert_eq!(lost.comments, ["lost, rule 2 (cable gw-bob)"]);
    assert_eq!(file.statistics[BOB], [1, 1]);
}

#[test]
fn a_packet_to_a_switch_is_lost_on_the_cable_of_its_sender() {
    let mut points = points();
    points[BOB] = Point { cable: None, ..points[BOB].clone() };
    let record = lost(record(0, BOB, udp(ALICE, BOB, [5000, 9], b"hello")));
    let file = read(&file([&record], &points, COMMENT));
    assert_eq!(file.packets[0].comments, ["lost, rule 2 (cable alice-gw)"]);
}

#[test]
fn the_first_bytes_have_the_length_of_all() {
    let mut long = record(0, BOB, udp(ALICE, BOB, [5000, 9], &[1; 1000]));
    long.bytes = long.bytes[..257].into();
    let file = merged(&[long]);
    let packet = &file.packets[0];
    assert_eq!((packet.bytes.len(), packet.len), (257, 1042));
    assert!(file.interfaces.iter().all(|(_, first_bytes)| *first_bytes == 257));
}

#[test]
fn a_gso_frame_is_divided_and_has_checksums() {
    let data = Tcp { flags: "A", seq: 1, ack: 1, len: 2500, is_window_closed: false };
    let frame = as_gso(record(0, BOB, data.bytes(ALICE, BOB)), 1000);
    let file = merged(std::slice::from_ref(&frame));
    let lens: Vec<usize> = file.packets.iter().map(|packet| packet.len).collect();
    assert_eq!(lens, [1054, 1054, 554]);
    for packet in &file.packets {
        assert!(!checksum::is_wrong(&record(0, BOB, packet.bytes.clone())));
    }
    // Where not all is known, it stays whole.
    let cut = Record { bytes: frame.bytes[..256].into(), ..frame };
    let file = merged(&[cut]);
    assert_eq!(file.packets.len(), 1);
    assert_eq!(file.packets[0].comments, ["3 packets on the wire (GSO)"]);
}

#[test]
fn a_checksum_that_was_left_to_the_network_card_is_filled_in() {
    let data = Tcp { flags: "A", len: 100, ..Tcp::default() };
    for kind in [None, Some(crate::wire::Segmentation::Tcp4)] {
        let mut one = as_gso(record(0, BOB, data.bytes(ALICE, BOB)), 1000);
        one.offload = Offload { kind, ..one.offload };
        let file = merged(&[one]);
        assert_eq!(file.packets[0].bytes, data.bytes(ALICE, BOB));
    }
}

fn places(file: &File) -> Vec<(usize, bool)> {
    file.packets.iter().map(|packet| (packet.interface, packet.is_sent)).collect()
}

#[test]
fn a_packet_that_is_passed_on_is_there_once() {
    let records = [routed(0), routed(1000)].concat();
    // The bytes are the same, but they were sent twice.
    assert_eq!(places(&merged(&records)), [(BOB, false), (BOB, false)]);
    // The first one has not left the router.
    let vanished = [&records[..1], &records[2..]].concat();
    assert_eq!(places(&merged(&vanished)), [(GW, false), (BOB, false)]);
    // It was lost behind it.
    let [first, second] = routed(0);
    let file = merged(&[first, lost(second)]);
    assert_eq!(places(&file), [(BOB, false)]);
    assert_eq!(file.packets[0].comments, ["lost, rule 2 (cable gw-bob)"]);
}

#[test]
fn a_router_may_join_segments() {
    let segment = |seq, len| Tcp { flags: "A", seq, ack: 1, len, ..Tcp::default() };
    let arrived = [
        record(0, GW, segment(u32::MAX - 99, 100).bytes(ALICE, GW)),
        record(1, GW, segment(0, 100).bytes(ALICE, GW)),
        record(5, BOB, segment(u32::MAX - 99, 200).bytes(GW_OUT, BOB)),
    ];
    assert_eq!(places(&merged(&arrived)), [(BOB, false)]);
}

#[test]
fn the_file_of_a_host_has_what_it_sends_and_receives() {
    let answer = |from, to| udp(from, to, [9, 5000], b"there");
    let back = [record(100, GW_OUT, answer(BOB, GW_OUT)), record(110, ALICE, answer(GW, ALICE))];
    let [first, second] = routed(200);
    let records = [&routed(0)[..], &back, &[first, lost(second)]].concat();
    let of = |host: &str| {
        let file = read(&file_of_host(&records, &points(), host, COMMENT).expect("it has packets"));
        let names: Vec<String> = file.interfaces.iter().map(|(name, _)| name.clone()).collect();
        (names, places(&file))
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(of("alice"), (names(&["alice eth0"]), vec![(0, true), (0, false), (0, true)]));
    // What was lost on its way to a host is not in its file.
    assert_eq!(of("bob"), (names(&["bob eth0"]), vec![(0, false), (0, true)]));
    // Each once, where it has left.
    let of_gw = vec![(1, true), (0, true), (1, true)];
    assert_eq!(of("gw"), (names(&["gw eth0", "gw eth1"]), of_gw));
    assert!(file_of_host(&records, &points(), "carol", COMMENT).is_none());
}
