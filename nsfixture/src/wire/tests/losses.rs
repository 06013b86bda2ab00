//! The share of what is lost is what was asked for, and exact drops are exact.

use std::num::NonZeroU64;

use nsfixture_plan::{Impairment, Ppm};

use super::build::{Spec, arp, fragment, icmp};
use super::rig::{BACK, Rig, THERE};
use super::stream::{Look, transfer};
use crate::wire::{Barrier, Hosts};

/// Asserts that `hits` of `total` are `ppm`, within five standard deviations.
#[track_caller]
pub(super) fn assert_share(hits: u64, total: u64, ppm: u32) {
    let p = f64::from(ppm) / 1e6;
    let (hits, total) = (hits as f64, total as f64);
    let deviation = (total * p * (1.0 - p)).sqrt();
    let expected = total * p;
    assert!((hits - expected).abs() <= 5.0 * deviation, "{hits} of {total}, expected {expected}");
}

fn lossy(ppm: u32) -> Impairment {
    Impairment { loss: Ppm::new(ppm).expect("a share"), ..Impairment::default() }
}

#[test]
fn datagrams() {
    for ppm in [0, 1, 1000, 50_000, 500_000, 999_999, 1_000_000] {
        let mut rig = Rig::new(11, &lossy(ppm));
        let frame =
            Spec { is_udp: true, payload: 64 * 900, segment: 900, ..Spec::default() }.build();
        for _ in 0..2000 {
            rig.wire.receive(THERE, rig.sink.now, frame.frame(), &mut rig.sink);
            rig.sink.sent.clear();
        }
        let counters = rig.counters(THERE);
        assert_eq!(counters.received, 128_000);
        assert_share(counters.lost, counters.received, ppm);
    }
}

#[test]
fn segments_of_any_length() {
    for segment in [1448, 1000, 100, 1460] {
        for ppm in [10_000, 300_000] {
            let mut rig = Rig::new(12, &lossy(ppm));
            let look = Look { client_port: 5000, isn: 1, segment, frames: &[40] };
            let lost = transfer(&mut rig, look, 4_000_000).len() as u64;
            let counters = rig.counters(THERE);
            // Most of the segments of 1460 bytes have one mark, and one in 120 has two.
            let ppm = if segment == 1460 { ppm * 1008 / 1000 } else { ppm };
            assert_share(lost, counters.received, ppm);
        }
    }
}

fn silent(silent: Hosts) -> Barrier {
    Barrier { silent, ..Barrier::default() }
}

#[test]
fn everything_can_be_lost() {
    let mut rig = Rig::new(1, &lossy(1_000_000));
    for frame in [arp(), icmp(true, 135), icmp(false, 8), fragment(800), Spec::default().build()] {
        assert!(rig.send(THERE, &frame).is_empty());
    }
    let mut rig = Rig::new(1, &Impairment::default());
    let macs = vec![[2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]];
    rig.wire.block(THERE, silent(Hosts { macs, ..Hosts::default() }));
    let gso = Spec { payload: 3000, segment: 1000, ..Spec::default() }.build();
    for frame in [arp(), gso] {
        assert!(rig.send(THERE, &frame).is_empty());
        assert_eq!(rig.send(BACK, &frame).len(), 1);
    }
    assert_eq!(rig.counters(THERE).blocked, 4);
    // By its IP address, which its hardware address does not show.
    rig.wire.block(THERE, silent(Hosts { addrs: vec![[10, 0, 0, 1].into()], ..Hosts::default() }));
    assert!(rig.send(THERE, &Spec::default().build()).is_empty());
    assert_eq!(rig.send(THERE, &arp()).len(), 1);
    rig.wire.block(THERE, Barrier::default());
    assert_eq!(rig.send(THERE, &Spec::default().build()).len(), 1);
}

#[test]
fn numbers() {
    let number = |number| NonZeroU64::new(number).expect("not 0");
    let listed = Impairment {
        drop: vec![number(7), number(2), number(12), number(3)],
        drop_every: Some(number(5)),
        ..Impairment::default()
    };
    let mut rig = Rig::new(1, &listed);
    let arrives = |rig: &mut Rig| !rig.send(THERE, &Spec::default().build()).is_empty();
    let fates: Vec<bool> = (0..6).map(|_| arrives(&mut rig)).collect();
    assert_eq!(fates, [true, false, false, true, false, true]);
    // 7 to 13; lost are 7, 10 and 12.
    let gso = Spec { payload: 7000, segment: 1000, ..Spec::default() }.build();
    let sent: Vec<u32> = rig.send(THERE, &gso).iter().map(|sent| sent.wire_packets).collect();
    assert_eq!(sent, [2, 1, 1]);
    // Another rate does not begin the count again, other numbers do.
    rig.wire.set(THERE, Impairment { loss: Ppm::default(), ..listed.clone() }, rig.sink.now);
    let fates: Vec<bool> = (0..2).map(|_| arrives(&mut rig)).collect();
    assert_eq!(fates, [true, false]);
    rig.wire.set(THERE, Impairment { drop_every: None, ..listed }, rig.sink.now);
    let fates: Vec<bool> = (0..5).map(|_| arrives(&mut rig)).collect();
    assert_eq!(fates, [true, false, false, true, true]);
}
