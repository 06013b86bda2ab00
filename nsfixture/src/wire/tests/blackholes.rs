//! Packets that are too large are lost, each by its own length.

use nsfixture_plan::Impairment;

use super::build::{Owned, Spec, arp, icmp};
use super::rig::{Rig, THERE};

fn rig(bytes: u32) -> Rig {
    let impairment = Impairment { blackhole_above: bytes.try_into().ok(), ..Impairment::default() };
    Rig::new(1, &impairment)
}

/// A segment whose IP packet has this length.
fn segment(spec: Spec, len: usize) -> Owned {
    let header = if spec.is_v6 { 40 } else { 20 } + if spec.is_udp { 8 } else { 32 };
    Spec { payload: len - header, ..spec }.build()
}

#[test]
fn the_length_is_that_of_the_ip_packet() {
    for tags in [0, 2] {
        for (is_v6, is_udp) in [(false, false), (false, true), (true, false), (true, true)] {
            let spec = Spec { is_v6, is_udp, tags, ..Spec::default() };
            let mut rig = rig(1280);
            assert_eq!(rig.send(THERE, &segment(spec, 1280)).len(), 1);
            assert!(rig.send(THERE, &segment(spec, 1281)).is_empty());
            assert_eq!(rig.counters(THERE).too_large, 1);
            assert!(rig.counters(THERE).acted());
        }
    }
}

#[test]
fn what_fills_the_frame_does_not_count() {
    let mut padded = segment(Spec::default(), 60);
    padded.bytes.extend([0; 100]);
    assert_eq!(rig(60).send(THERE, &padded).len(), 1);
}

#[test]
fn segments_are_lost_one_by_one() {
    let gso = Spec { payload: 10 * 1000 + 500, segment: 1000, ..Spec::default() }.build();
    let mut narrow = rig(1051);
    let sent = narrow.send(THERE, &gso);
    // Only the last is short enough.
    assert_eq!(sent.iter().map(|sent| sent.wire_packets).collect::<Vec<_>>(), [1]);
    assert_eq!(narrow.counters(THERE).too_large, 10);
    let mut wide = rig(1052);
    assert_eq!(wide.send(THERE, &gso)[0].wire_packets, 11);
    assert_eq!(wide.counters(THERE).too_large, 0);
}

#[test]
fn others_pass() {
    let mut rig = rig(1280);
    for frame in [arp(), icmp(false, 8), icmp(true, 135)] {
        assert_eq!(rig.send(THERE, &frame).len(), 1);
    }
}
