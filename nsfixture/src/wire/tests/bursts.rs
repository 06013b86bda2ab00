//! Losses come in bursts of the mean length that was asked for.

use std::num::NonZeroU32;

use nsfixture_plan::{Impairment, Ppm};

use super::build::Spec;
use super::rig::{Rig, THERE};
use super::stream::{Look, STRETCH, transfer};

fn impairment(ppm: u32, mean: u32) -> Impairment {
    let loss = Ppm::new(ppm).expect("a share");
    Impairment { loss, burst: NonZeroU32::new(mean), ..Impairment::default() }
}

/// Asserts that a sequence of losses has a share and a mean length of bursts.
#[track_caller]
fn check(lost: &[bool], share: f64, mean: f64) {
    let count = |lost: &mut dyn Iterator<Item = bool>| lost.filter(|lost| *lost).count() as f64;
    let losses = count(&mut lost.iter().copied());
    let bursts = count(&mut lost.windows(2).map(|pair| !pair[0] && pair[1]));
    let total = lost.len() as f64;
    // Losses are clustered, so the variance is that of as many bursts.
    let deviation = (total * share * (1.0 - share) * 2.0 * mean).sqrt();
    assert!((losses - total * share).abs() < 5.0 * deviation, "{losses} of {total}");
    let found = losses / bursts;
    assert!((found - mean).abs() < 5.0 * mean / bursts.sqrt() + 0.01, "{found}, not {mean}");
}

#[test]
fn of_datagrams() {
    for (ppm, mean) in [(10_000, 5), (50_000, 1), (100_000, 20), (400_000, 2)] {
        let mut rig = Rig::new(21, &impairment(ppm, mean));
        let frame = Spec { is_udp: true, ..Spec::default() }.build();
        let lost: Vec<bool> = (0..200_000).map(|_| rig_loses(&mut rig, &frame)).collect();
        check(&lost, f64::from(ppm) / 1e6, mean.into());
    }
}

fn rig_loses(rig: &mut Rig, frame: &super::build::Owned) -> bool {
    rig.sink.sent.clear();
    rig.wire.receive(THERE, rig.sink.now, frame.frame(), &mut rig.sink);
    rig.sink.sent.is_empty()
}

#[test]
fn of_segments() {
    // Their first transmissions: a retransmission is lost independently.
    let mut rig = Rig::new(22, &impairment(50_000, 4));
    let look = Look { client_port: 1, isn: 0, segment: STRETCH, frames: &[45] };
    let count = 20_000;
    let mut lost = vec![false; count];
    for (start, _) in transfer(&mut rig, look, count * STRETCH) {
        lost[start / STRETCH] = true;
    }
    check(&lost, 0.05, 4.0);
}

#[test]
fn of_short_segments() {
    let mut rig = Rig::new(23, &impairment(50_000, 4));
    let lost: Vec<bool> = (0..200_000_u32)
        .map(|number| {
            let frame = Spec { sequence: 1 + number * 100, ..Spec::default() }.build();
            rig_loses(&mut rig, &frame)
        })
        .collect();
    // One in 14 carries a mark and belongs to another sequence, so bursts are cut.
    let losses = lost.iter().filter(|lost| **lost).count();
    assert!((9000..11_000).contains(&losses), "{losses}");
}

#[test]
fn so_many_that_the_good_state_is_short() {
    let mut rig = Rig::new(24, &impairment(900_000, 2));
    let frame = Spec { is_udp: true, ..Spec::default() }.build();
    let lost: Vec<bool> = (0..200_000).map(|_| rig_loses(&mut rig, &frame)).collect();
    check(&lost, 0.9, 9.0);
}
