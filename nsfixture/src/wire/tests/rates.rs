//! Rates are exact, and GSO frames leave in runs.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use nsfixture_plan::{Impairment, Queue};

use super::build::Spec;
use super::rig::{Rig, Sent, THERE, at};
use crate::wire::Time;

fn rate(bits: u64) -> Impairment {
    let queue = Queue::Packets(NonZeroU32::MAX);
    Impairment { rate: NonZeroU64::new(bits), queue, ..Impairment::default() }
}

/// The bytes of a frame on the wire.
fn wire_len(sent: &Sent) -> u64 {
    let header = 14 + 20 + 32;
    sent.frame.bytes.len() as u64 + u64::from(sent.wire_packets - 1) * header
}

#[test]
fn goodput() {
    for bits in [1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 7_777_777_777] {
        let mut rig = Rig::new(51, &rate(bits));
        let frame = Spec { payload: 20 * 1448, segment: 1448, ..Spec::default() }.build();
        for _ in 0..50 {
            rig.send_at(THERE, at(Duration::from_secs(1)), &frame);
        }
        rig.drain();
        assert_eq!(rig.packets(THERE).len(), 1000);
        let mut sum = 0;
        for sent in &rig.sink.sent {
            sum += wire_len(sent);
            // Never early, and never late for what left.
            let exact = u128::from(sum) * 8_000_000_000 / u128::from(bits);
            assert_eq!((sent.at - at(Duration::from_secs(1))).as_nanos(), exact);
        }
        assert_eq!(sum, 1000 * (1448 + 66));
    }
}

#[test]
fn runs_wait_for_no_more_than_the_quantum() {
    let mut rig = Rig::new(52, &rate(1_000_000_000));
    let frame = Spec { payload: 45 * 1448, segment: 1448, ..Spec::default() }.build();
    rig.send(THERE, &frame);
    rig.drain();
    let packets: Vec<u32> = rig.sink.sent.iter().map(|sent| sent.wire_packets).collect();
    assert_eq!(packets, [8, 8, 8, 8, 8, 5]);
    // One that is woken late sends more at once.
    let mut rig = Rig::new(52, &rate(1_000_000_000));
    rig.send(THERE, &frame);
    rig.wire.advance(at(Duration::from_millis(1)), &mut rig.sink);
    assert_eq!(rig.sink.sent.len(), 1);
    assert_eq!(rig.sink.sent[0].frame, frame);
}

#[test]
fn a_change_acts_on_what_waits() {
    let mut rig = Rig::new(53, &rate(1_000_000));
    let frame = Spec { is_udp: true, payload: 958, ..Spec::default() }.build();
    for _ in 0..10 {
        rig.send(THERE, &frame);
    }
    // Each takes 8 ms.
    let ms = |ms| at(Duration::from_millis(ms));
    rig.run_until(ms(17));
    rig.wire.set(THERE, rate(8_000_000), ms(17));
    rig.run_until(ms(26));
    rig.wire.set(THERE, Impairment::default(), ms(26));
    rig.drain();
    let times: Vec<Time> = rig.sink.sent.iter().map(|sent| sent.at).collect();
    let expected = [8, 16, 24, 25, 26, 27, 27, 27, 27, 27];
    assert_eq!(times[..5], expected.map(ms)[..5]);
    assert!(times[5..].iter().all(|time| (ms(26)..=ms(27)).contains(time)), "{times:?}");
}

#[test]
fn the_delay_comes_after_the_rate() {
    let delay = Duration::from_millis(10);
    let mut rig = Rig::new(54, &Impairment { delay, ..rate(1_000_000) });
    let frame = Spec { is_udp: true, payload: 958, ..Spec::default() }.build();
    rig.send(THERE, &frame);
    rig.send(THERE, &frame);
    rig.drain();
    let times: Vec<Time> = rig.sink.sent.iter().map(|sent| sent.at).collect();
    assert_eq!(times, [18, 26].map(|ms| at(Duration::from_millis(ms))));
}
