//! Everything is lost for a time.

use std::time::Duration;

use nsfixture_plan::{Impairment, OutageTimes, Ppm};

use super::build::{Spec, arp};
use super::rig::{BACK, Rig, THERE, at};

const MS: Duration = Duration::from_millis(1);

fn outage(after: u32, lasts: u32, every: Option<u32>) -> Impairment {
    let [after, lasts] = [after, lasts].map(|millis| MS * millis);
    let outage = Some(OutageTimes { after, lasts, every: every.map(|millis| MS * millis) });
    Impairment { outage, ..Impairment::default() }
}

/// Sends a frame in each millisecond, and returns which arrive.
fn arrivals(rig: &mut Rig, millis: std::ops::Range<u32>) -> String {
    let frame = Spec { is_udp: true, ..Spec::default() }.build();
    let fate = |millis| {
        rig.run_until(at(MS * millis));
        if rig.send_at(THERE, at(MS * millis), &frame).is_empty() { 'x' } else { '.' }
    };
    millis.map(fate).collect()
}

#[test]
fn everything_is_lost() {
    let mut rig = Rig::new(1, &outage(2, 3, Some(5)));
    assert_eq!(arrivals(&mut rig, 0..12), "..xxx..xxx..");
    let gso = Spec { payload: 3000, segment: 1000, ..Spec::default() }.build();
    assert!(rig.send_at(THERE, at(MS * 12), &gso).is_empty());
    assert!(rig.send_at(BACK, at(MS * 12), &arp()).is_empty());
    assert_eq!((rig.counters(THERE).outage, rig.counters(BACK).outage), (9, 1));
    assert!(rig.counters(BACK).acted());
    assert_eq!(rig.wire.next_deadline(), None);
}

#[test]
fn times_count_from_the_start() {
    let mut rig = Rig::new(1, &outage(2, 3, None));
    rig.wire.start(at(MS * 10));
    assert_eq!(arrivals(&mut rig, 10..20), "..xxx.....");
}

#[test]
fn times_count_from_when_it_is_set() {
    let mut rig = Rig::new(1, &outage(2, 3, None));
    assert_eq!(arrivals(&mut rig, 0..4), "..xx");
    // Another fault does not begin it again.
    let slow =
        Impairment { corrupt: Ppm::default(), burst: 5.try_into().ok(), ..outage(2, 3, None) };
    rig.wire.set(THERE, slow, at(MS * 4));
    assert_eq!(arrivals(&mut rig, 4..8), "x...");
    rig.wire.set(THERE, outage(0, 2, None), at(MS * 8));
    assert_eq!(arrivals(&mut rig, 8..12), "xx..");
    rig.wire.set(THERE, Impairment::default(), at(MS * 12));
    rig.wire.set(THERE, outage(0, 2, None), at(MS * 12));
    assert_eq!(arrivals(&mut rig, 12..16), "xx..");
}

#[test]
fn what_is_underway_arrives() {
    let mut rig = Rig::new(1, &Impairment { delay: MS * 4, ..outage(2, 10, None) });
    assert_eq!(arrivals(&mut rig, 0..8), "xxxxxxxx");
    rig.drain();
    let arrived: Vec<_> = rig.sink.sent.iter().map(|sent| sent.at).collect();
    assert_eq!(arrived, [at(MS * 4), at(MS * 5)]);
    let counters = rig.counters(THERE);
    assert_eq!((counters.outage, counters.delayed), (6, 2));
}

// When it begins depends on the machine, so what comes later must not depend on how much it took.
#[test]
fn other_packets_keep_their_fates() {
    let lossy = |impairment| Impairment { loss: Ppm::new(300_000).expect("a share"), ..impairment };
    let mut rig = Rig::new(7, &lossy(Impairment::default()));
    let without = arrivals(&mut rig, 0..200);
    for after in [10, 11, 50] {
        let mut rig = Rig::new(7, &lossy(outage(after, 20, None)));
        let with = arrivals(&mut rig, 0..200);
        let end = after as usize + 20;
        assert_eq!(with[end..], without[end..]);
        assert_eq!(with[..after as usize], without[..after as usize]);
    }
}

#[test]
fn timestamps_are_needed() {
    assert!(Rig::new(1, &outage(2, 3, None)).wire.needs_timestamps());
}
