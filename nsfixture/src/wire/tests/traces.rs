//! Packets leave at the opportunities of a trace.

use std::num::NonZeroU32;
use std::time::Duration;

use nsfixture_plan::{Aqm, Faults, Impairment, Queue};

use super::build::{Owned, Spec};
use super::rig::{Rig, THERE, at};
use crate::wire::Time;

fn trace(text: &str) -> Impairment {
    Faults::new().trace(text).check().expect("a trace")
}

fn millis(millis: u64) -> Time {
    at(Duration::from_millis(millis))
}

/// A datagram over IPv4 of this length without the Ethernet header.
fn datagram(len: usize) -> Owned {
    Spec { is_udp: true, payload: len - 28, ..Spec::default() }.build()
}

/// Sends packets, each at a millisecond and of a length, and returns the milliseconds at which they leave.
fn departures(impairment: &Impairment, packets: &[(u64, usize)]) -> Vec<u64> {
    let mut rig = Rig::new(1, impairment);
    rig.wire.start(millis(0));
    for (time, len) in packets {
        rig.run_until(millis(*time));
        rig.send_at(THERE, millis(*time), &datagram(*len));
    }
    rig.drain();
    let nanos = rig.sink.sent.iter().map(|sent| sent.at.as_nanos());
    nanos
        .map(|nanos| {
            assert_eq!(nanos % 1_000_000, 0, "a departure between milliseconds");
            nanos / 1_000_000
        })
        .collect()
}

#[track_caller]
fn check(text: &str, packets: &[(u64, usize)], expected: &[u64]) {
    assert_eq!(departures(&trace(text), packets), expected, "{text:?}");
}

#[test]
fn packets_leave_at_opportunities() {
    check("10\n20\n35\n50\n", &[(0, 1500); 4], &[10, 20, 35, 50]);
    // Several at one time.
    check("10\n10\n10\n50\n", &[(0, 1500); 4], &[10, 10, 10, 50]);
    // At the time of an opportunity it is too late for it.
    check("10\n20\n50\n", &[(10, 1500)], &[20]);
    check("0\n20\n", &[(0, 1500)], &[20]);
}

#[test]
fn traces_begin_again_at_their_last_time() {
    check("5\n100\n", &[(0, 1500); 5], &[5, 100, 105, 200, 205]);
    check("7\n", &[(0, 1500); 3], &[7, 14, 21]);
    // With a time of zero there are two opportunities at once.
    check("0\n10\n", &[(1, 1500); 4], &[10, 10, 20, 20]);
    check("5\n100\n", &[(1_000_000, 1500); 2], &[1_000_005, 1_000_100]);
    check("5\n100\n", &[(1_000_050, 1500), (1_000_100, 1500)], &[1_000_100, 1_000_105]);
}

#[test]
fn opportunities_without_packets_are_lost() {
    check("10\n20\n30\n40\n50\n", &[(25, 1500); 2], &[30, 40]);
    // What is left of one, too.
    check("10\n20\n", &[(0, 100), (15, 1500)], &[10, 20]);
    check("10\n20\n30\n", &[(0, 100), (11, 1500), (11, 1500)], &[10, 20, 30]);
}

#[test]
fn opportunities_are_for_bytes() {
    // Of 748 bytes and 4 more each, two fit into one.
    check("10\n20\n30\n", &[(0, 748); 5], &[10, 10, 20, 20, 30]);
    check("10\n20\n30\n", &[(0, 749); 3], &[10, 20, 20]);
    // The third one uses the rest of the second opportunity, and a part of the next one.
    check("10\n20\n30\n", &[(0, 1000); 3], &[10, 20, 30]);
    check("10\n20\n30\n", &[(0, 1000), (0, 1000), (0, 992)], &[10, 20, 20]);
    let small: Vec<u64> = (1..=6).flat_map(|time| [time; 15]).collect();
    check("1\n", &[(0, 96); 90], &small);
}

#[test]
fn each_segment_of_a_large_frame_uses_its_own() {
    let mut rig = Rig::new(1, &trace("10\n20\n20\n30\n"));
    rig.wire.start(millis(0));
    let frame = Spec { payload: 4 * 1448, segment: 1448, ..Spec::default() }.build();
    rig.send_at(THERE, millis(0), &frame);
    rig.drain();
    let sent: Vec<(u64, u32)> = rig
        .sink
        .sent
        .iter()
        .map(|sent| (sent.at.as_nanos() / 1_000_000, sent.wire_packets))
        .collect();
    // Those of one time leave as one frame again.
    assert_eq!(sent, [(10, 1), (20, 2), (30, 1)]);
    assert_eq!(rig.counters(THERE).delayed, 4);
}

#[test]
fn delays_come_after() {
    let delay = Duration::from_millis(100);
    let impairment = Impairment { delay, ..trace("10\n20\n") };
    assert_eq!(departures(&impairment, &[(0, 1500); 3]), [110, 120, 130]);
}

#[test]
fn the_queue_has_its_length() {
    let two = Queue::Packets(NonZeroU32::new(2).expect("not zero"));
    let impairment = Impairment { queue: two, ..trace("10\n20\n30\n") };
    assert_eq!(departures(&impairment, &[(0, 1500); 5]), [10, 20]);
    // One that has begun to be delivered waits no more.
    let packets = [(0, 1000), (0, 1000), (15, 1000), (15, 1000), (15, 1000)];
    assert_eq!(departures(&impairment, &packets), [10, 20, 30, 30]);
    // 1,504 bytes in 10 ms: within 30 ms, of packets of 1,514 bytes two.
    let time = Queue::Time(Duration::from_millis(30));
    let impairment = Impairment { queue: time, ..trace("10\n") };
    assert_eq!(departures(&impairment, &[(0, 1500); 5]), [10, 20]);
}

#[test]
fn codel_manages_the_queue() {
    let impairment = Impairment { aqm: Aqm::CoDel, ..trace("10\n") };
    let mut rig = Rig::new(1, &impairment);
    rig.wire.start(millis(0));
    for time in (0..2000).step_by(5) {
        rig.run_until(millis(time));
        rig.send_at(THERE, millis(time), &datagram(1500));
    }
    assert!(rig.counters(THERE).aqm_dropped > 5, "{:?}", rig.counters(THERE));
    rig.drain();
    assert_eq!(rig.counters(THERE).queued, 0);
}

#[test]
fn times_count_from_the_start_or_from_a_change() {
    let mut rig = Rig::new(1, &trace("10\n"));
    rig.wire.start(millis(3));
    rig.send_at(THERE, millis(4), &datagram(1500));
    rig.send_at(THERE, millis(4), &datagram(1500));
    rig.run_until(millis(15));
    // The same trace goes on, another one begins.
    rig.wire.set(THERE, trace("10\n"), millis(15));
    rig.run_until(millis(24));
    rig.wire.set(THERE, trace("4\n"), millis(24));
    rig.send_at(THERE, millis(24), &datagram(1500));
    rig.send_at(THERE, millis(24), &datagram(1500));
    rig.run_until(millis(29));
    // What waits goes on to wait for a rate, or not at all.
    rig.wire.set(THERE, Impairment::default(), millis(30));
    rig.drain();
    let sent: Vec<u64> = rig.sink.sent.iter().map(|sent| sent.at.as_nanos() / 1_000_000).collect();
    assert_eq!(sent, [13, 23, 28, 30]);
}
