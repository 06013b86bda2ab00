//! Delays, their variation, and packets that overtake.

use std::time::Duration;

use nsfixture_plan::{Distribution, Impairment, Ppm};

use super::build::{Spec, arp};
use super::losses::assert_share;
use super::rig::{Rig, THERE, at};

const MS: Duration = Duration::from_millis(1);

fn delayed(delay: Duration, jitter: Duration) -> Impairment {
    Impairment { delay, jitter, ..Impairment::default() }
}

#[test]
fn frames_stay_whole_and_leave_on_time() {
    let mut rig = Rig::new(41, &delayed(20 * MS, Duration::ZERO));
    let frame = Spec { payload: 45 * 1448, segment: 1448, ..Spec::default() }.build();
    for number in 0..10 {
        assert!(rig.send_at(THERE, at(MS * number), &frame).is_empty());
    }
    assert_eq!(rig.counters(THERE).queued, 450);
    assert_eq!(rig.wire.next_deadline(), Some(at(20 * MS)));
    rig.drain();
    for (number, sent) in (0..).zip(&rig.sink.sent) {
        assert_eq!(sent.at, at(MS * (20 + number)));
        assert_eq!(sent.frame, frame);
    }
    let counters = rig.counters(THERE);
    assert_eq!((counters.sent, counters.delayed, counters.queued), (450, 450, 0));
    assert_eq!(rig.wire.next_deadline(), None);
}

const DISTRIBUTIONS: [Distribution; 3] =
    [Distribution::Uniform, Distribution::Normal, Distribution::Pareto];

/// Sends packets at a distance and returns how long each took; they must arrive in order.
fn took(distribution: Distribution, distance: Duration) -> Vec<Duration> {
    let mut rig = Rig::new(42, &Impairment { distribution, ..delayed(10 * MS, 10 * MS) });
    for number in 0..2000_u16 {
        let frame = Spec { is_udp: true, id: number, ..Spec::default() }.build();
        let now = at(distance * number.into());
        rig.run_until(now);
        rig.send_at(THERE, now, &frame);
    }
    rig.drain();
    let ids: Vec<u16> = rig.sink.sent.iter().map(|sent| id(&sent.frame.bytes)).collect();
    assert_eq!(ids, (0..2000).collect::<Vec<_>>());
    (0..).zip(&rig.sink.sent).map(|(number, sent)| sent.at - at(distance * number)).collect()
}

#[test]
fn varying_delays_keep_the_order() {
    for distribution in DISTRIBUTIONS {
        took(distribution, MS);
    }
}

#[test]
fn delays_vary() {
    for distribution in DISTRIBUTIONS {
        let took = took(distribution, 20 * MS);
        assert!(took.iter().any(|took| *took < 8 * MS) && took.iter().any(|took| *took > 15 * MS));
    }
}

#[test]
fn some_overtake() {
    let impairment =
        Impairment { reorder: Ppm::new(250_000).expect("a share"), ..delayed(10 * MS, MS) };
    let mut rig = Rig::new(43, &impairment);
    let mut early = 0;
    for number in 0..4000 {
        let frame = Spec { is_udp: true, id: number, ..Spec::default() }.build();
        early += rig.send_at(THERE, at(MS * number.into()), &frame).len() as u64;
    }
    let counters = rig.counters(THERE);
    assert_eq!((counters.reordered, counters.queued), (early, 4000 - early));
    assert_share(early, 4000, 250_000);
    rig.drain();
    assert_eq!(rig.counters(THERE).delayed, 4000 - early);
}

#[test]
fn what_is_underway_is_not_overtaken_after_a_change() {
    let mut rig = Rig::new(44, &delayed(50 * MS, Duration::ZERO));
    rig.send(THERE, &Spec::default().build());
    rig.wire.set(THERE, Impairment::default(), at(MS));
    assert!(rig.send_at(THERE, at(MS), &arp()).is_empty());
    rig.drain();
    assert_eq!(rig.sink.sent.iter().map(|sent| sent.at).collect::<Vec<_>>(), [at(50 * MS); 2]);
    assert_eq!(rig.sink.sent[1].frame, arp());
    assert_eq!(rig.send(THERE, &arp()).len(), 1);
}

#[test]
fn timestamps_are_needed_for_what_takes_time() {
    let mut rig = Rig::new(45, &Impairment::default());
    assert!(!rig.wire.needs_timestamps());
    rig.wire.set(THERE, delayed(MS, Duration::ZERO), at(MS));
    assert!(rig.wire.needs_timestamps());
}

fn id(frame: &[u8]) -> u16 {
    u16::from_be_bytes([frame[18], frame[19]])
}
