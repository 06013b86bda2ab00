//! A cable has no carriers for a time.

use std::time::Duration;

use nsfixture_plan::{Impairment, OutageTimes};

use super::build::Spec;
use super::rig::{BACK, Rig, THERE, at};

const MS: Duration = Duration::from_millis(1);

fn flap(after: u32, lasts: u32, every: Option<u32>) -> Impairment {
    let [after, lasts] = [after, lasts].map(|millis| MS * millis);
    let flap = Some(OutageTimes { after, lasts, every: every.map(|millis| MS * millis) });
    Impairment { flap, ..Impairment::default() }
}

/// Lets time pass, woken at each deadline, and returns the milliseconds at which the carriers changed.
fn changes(rig: &mut Rig, until: u32) -> Vec<u128> {
    let mut changes = Vec::new();
    while let Some(due) = rig.wire.next_flap().filter(|due| *due <= at(MS * until)) {
        if rig.wire.flap(due) {
            changes.push((due - at(Duration::ZERO)).as_millis());
        }
    }
    changes
}

#[test]
fn carriers_go_and_come_back() {
    let mut rig = Rig::new(1, &flap(2, 3, Some(5)));
    rig.wire.start(at(MS * 10));
    assert!(!rig.wire.flap(at(MS * 11)));
    assert_eq!(changes(&mut rig, 20), [12, 15, 17, 20]);
    assert!(!rig.wire.is_flapped(0));
    assert_eq!(changes(&mut rig, 23), [22]);
    assert!(rig.wire.is_flapped(0));
    let [there, back] = [THERE, BACK].map(|direction| rig.counters(direction));
    assert_eq!((there.flaps, back.flaps), (3, 3));
    assert!(there.acted());
    // It is nothing that has to be sent.
    assert_eq!(rig.wire.next_deadline(), None);
    assert!(!rig.wire.needs_timestamps());
}

#[test]
fn a_single_one_ends_for_good() {
    let mut rig = Rig::new(1, &flap(0, 3, None));
    assert_eq!(changes(&mut rig, 10), [0, 3]);
    assert_eq!(rig.wire.next_flap(), None);
    assert_eq!(Rig::new(1, &Impairment::default()).wire.next_flap(), None);
}

#[test]
fn packets_are_not_its_matter() {
    let mut rig = Rig::new(1, &flap(0, 100, None));
    assert!(rig.wire.flap(at(MS)));
    assert_eq!(rig.send_at(THERE, at(MS), &Spec::default().build()).len(), 1);
}

#[test]
fn both_directions_have_to_end_it() {
    let mut rig = Rig::new(1, &flap(0, 100, None));
    assert_eq!(changes(&mut rig, 0), [0]);
    rig.wire.set(THERE, Impairment::default(), at(MS * 10));
    assert!(!rig.wire.flap(at(MS * 10)) && rig.wire.is_flapped(0));
    rig.wire.set(BACK, Impairment::default(), at(MS * 20));
    assert_eq!(changes(&mut rig, 100), [20]);
    // From when it is set.
    rig.wire.set(BACK, flap(5, 10, None), at(MS * 30));
    rig.wire.set(THERE, flap(5, 10, None), at(MS * 31));
    assert_eq!(changes(&mut rig, 100), [35, 45]);
}
