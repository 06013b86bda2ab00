//! Queues have the length that was asked for, and CoDel keeps them short.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use nsfixture_plan::{Aqm, Impairment, Queue};

use super::build::{Owned, Spec};
use super::rig::{Rig, THERE, at};

/// 1,000 bytes on the wire.
fn datagram() -> Owned {
    Spec { is_udp: true, payload: 958, ..Spec::default() }.build()
}

/// 8 Mbit/s: 1,000 bytes take a millisecond.
fn impairment(queue: Queue) -> Impairment {
    Impairment { rate: NonZeroU64::new(8_000_000), queue, ..Impairment::default() }
}

#[track_caller]
fn check(queue: Queue, fits: u64) {
    let mut rig = Rig::new(61, &impairment(queue));
    for _ in 0..2000 {
        rig.send(THERE, &datagram());
    }
    // One is being sent.
    assert_eq!(rig.counters(THERE).queue_full, 2000 - fits - 1);
    // Every millisecond there is room for another one.
    for ms in 1..50 {
        let now = at(Duration::from_millis(ms));
        rig.run_until(now);
        rig.send(THERE, &datagram());
        rig.send(THERE, &datagram());
        assert_eq!(rig.counters(THERE).queue_full, 2000 - fits - 1 + ms);
    }
    let mut rig = Rig::new(61, &impairment(queue));
    let gso = Spec { is_udp: true, payload: 60 * 958, segment: 958, ..Spec::default() }.build();
    for _ in 0..30 {
        rig.send(THERE, &gso);
    }
    assert_eq!(rig.counters(THERE).queue_full, 1800 - fits - 1);
}

#[test]
fn drop_tail() {
    check(Queue::default(), 1000);
    check(Queue::Packets(NonZeroU32::MIN), 1);
    check(Queue::Bytes(NonZeroU64::new(20_999).expect("not 0")), 20);
    check(Queue::Time(Duration::from_millis(100)), 100);
    check(Queue::Time(Duration::ZERO), 0);
}

#[test]
fn a_queue_of_short_packets_holds_more() {
    let mut rig = Rig::new(62, &impairment(Queue::Bytes(NonZeroU64::new(1500).expect("not 0"))));
    rig.send(THERE, &datagram());
    rig.send(THERE, &datagram());
    rig.send(THERE, &datagram());
    let short = Spec { is_udp: true, payload: 8, ..Spec::default() }.build();
    for _ in 0..20 {
        rig.send(THERE, &short);
    }
    assert_eq!(rig.counters(THERE).queue_full, 1 + 10);
}

/// Sends as fast as AIMD does, with a window that halves after a loss or a mark, and returns the mean time in the
/// queue over the last three quarters.
fn bulk(aqm: Aqm, ecn: u8) -> (Rig, Duration) {
    let delay = Duration::from_millis(10);
    let queue = Queue::default();
    let mut rig = Rig::new(63, &Impairment { aqm, delay, ..impairment(queue) });
    let spec = Spec { is_udp: true, payload: 958, ecn, ..Spec::default() };
    // The packet that is underway, when it was sent.
    let mut window = 10.0_f64;
    let (mut bad, mut waited, mut count) = (0, Duration::ZERO, 0);
    let mut sent_at = std::collections::VecDeque::new();
    let (mut id, mut arrived) = (0_u16, 0);
    for step in 0..60_000_u64 {
        let now = at(Duration::from_micros(500 * step));
        rig.run_until(now);
        for sent in &rig.sink.sent[arrived..] {
            while let Some((number, time)) = sent_at.pop_front() {
                if number == u16::from_be_bytes([sent.frame.bytes[18], sent.frame.bytes[19]]) {
                    if step > 15_000 {
                        // A millisecond on the link, and the delay.
                        waited += sent.at - time;
                        count += 1;
                    }
                    break;
                }
            }
            window += 1.0 / window;
        }
        arrived = rig.sink.sent.len();
        let counters = rig.counters(THERE);
        let signals = counters.queue_full + counters.aqm_dropped + counters.marked;
        if signals > bad {
            (bad, window) = (signals, (window / 2.0).max(2.0));
        }
        while (rig.counters(THERE).queued as f64) < window {
            let full = rig.counters(THERE).queue_full;
            rig.send_at(THERE, now, &Spec { id, ..spec }.build());
            if rig.counters(THERE).queue_full > full {
                break;
            }
            sent_at.push_back((id, now));
            id = id.wrapping_add(1);
        }
    }
    (rig, (waited / count).saturating_sub(delay + Duration::from_millis(1)))
}

#[test]
fn codel_keeps_the_queue_near_its_target() {
    let (rig, waited) = bulk(Aqm::CoDel, 0);
    assert!(waited < Duration::from_millis(10), "{waited:?}");
    let counters = rig.counters(THERE);
    assert!(counters.aqm_dropped > 20 && counters.marked == 0, "{counters:?}");
    // 30 s at 1,000 packets per second.
    assert!(counters.sent > 28_500, "{counters:?}");
    let (_, waited) = bulk(Aqm::DropTail, 0);
    assert!(waited > Duration::from_millis(100), "{waited:?}");
}

#[test]
fn codel_marks_what_can_be_marked() {
    let (rig, waited) = bulk(Aqm::CoDel, 0b10);
    assert!(waited < Duration::from_millis(10), "{waited:?}");
    let counters = rig.counters(THERE);
    assert_eq!(counters.aqm_dropped, 0);
    let is_marked = |bytes: &[u8]| bytes[15] & 0b11 == 0b11;
    let marked = rig.sink.sent.iter().filter(|sent| is_marked(&sent.frame.bytes));
    assert_eq!(marked.count() as u64, counters.marked);
    assert!(counters.marked > 20);
    // Header checksums are right.
    assert!(
        rig.sink.sent.iter().all(|sent| super::naive::sum(&sent.frame.bytes[14..34]) == 0xffff)
    );
}

#[test]
fn marks_split_gso_frames() {
    for (is_v6, tags) in [(false, 0), (true, 1)] {
        let queue = Queue::default();
        let mut rig = Rig::new(64, &Impairment { aqm: Aqm::CoDel, ..impairment(queue) });
        let spec = Spec { is_v6, tags, ecn: 0b01, payload: 40 * 948, ..Spec::default() };
        let frame = Spec { segment: 948, ..spec }.build();
        let mut expected = super::naive::packets(&frame);
        for _ in 0..20 {
            rig.send(THERE, &frame);
        }
        rig.drain();
        let packets = rig.packets(THERE);
        assert_eq!(packets.len(), 800);
        let mut marked = 0;
        for (number, packet) in packets.iter().enumerate() {
            let right = &mut expected[number % 40];
            let differs = packet != right;
            marked += u64::from(differs);
            let bytes = packet.iter().zip(right.iter()).filter(|(a, b)| a != b).count();
            assert!(!differs || bytes <= 3, "{bytes}");
        }
        assert_eq!(rig.counters(THERE).marked, marked);
        assert!(marked > 5, "{marked}");
    }
}
