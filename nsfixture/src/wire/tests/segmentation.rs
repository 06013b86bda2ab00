//! What is left of a GSO frame is what a network card would have sent.

use std::num::NonZeroU64;

use nsfixture_plan::Impairment;

use super::build::{ACK, CWR, FIN, Owned, PSH, Spec};
use super::naive;
use super::rig::{Rig, THERE};
use crate::wire::{Checksum, Direction, Output, Packet, Segmentation};

/// Sends a frame of which some packets are lost, counted from 0, and compares what is left.
#[track_caller]
fn check(frame: &Owned, lost: &[u64]) {
    let drop = lost.iter().map(|&number| NonZeroU64::new(number + 1).expect("not 0")).collect();
    let mut rig = Rig::new(1, &Impairment { drop, ..Impairment::default() });
    let mut expected = Vec::new();
    for (number, packet) in naive::packets(frame).into_iter().enumerate() {
        if !lost.contains(&(number as u64)) {
            expected.push(packet);
        }
    }
    let sent = rig.send(THERE, frame);
    for each in &sent {
        let offload = each.frame.offload;
        assert!(naive::has_pseudo_sum(&each.frame));
        assert_eq!(offload.kind.is_some(), each.wire_packets > 1, "{offload:?}");
        assert_eq!(each.wire_packets as usize, naive::packets(&each.frame).len());
    }
    assert_eq!(rig.packets(THERE), expected);
    let counters = rig.counters(THERE);
    assert_eq!((counters.dropped, counters.sent), (lost.len() as u64, expected.len() as u64));
}

/// All kinds of frames that are 10 packets on the wire, the last one shorter.
fn frames() -> impl Iterator<Item = Owned> {
    (0..24).map(|number| {
        Spec {
            is_v6: number % 2 == 1,
            is_udp: number / 2 % 2 == 1,
            has_options: number / 4 % 2 == 1,
            tags: number / 8,
            flags: ACK | PSH | FIN | CWR,
            sequence: u32::MAX - 3000,
            id: u16::MAX - 3,
            payload: 9 * 1401 + 77,
            segment: 1401,
            ..Spec::default()
        }
        .build()
    })
}

#[test]
fn runs_go_on_as_gso_frames() {
    for frame in frames() {
        check(&frame, &[]);
        check(&frame, &[0]);
        check(&frame, &[9]);
        check(&frame, &[4, 5]);
        check(&frame, &[0, 2, 3, 7, 9]);
        check(&frame, &[1, 3, 5, 7]);
        check(&frame, &(0..10).collect::<Vec<_>>());
    }
}

#[test]
fn runs_are_as_long_as_possible() {
    let drop = vec![NonZeroU64::new(4).expect("not 0")];
    for frame in frames() {
        let mut rig = Rig::new(1, &Impairment { drop: drop.clone(), ..Impairment::default() });
        let sent = rig.send(THERE, &frame);
        assert_eq!(sent.iter().map(|sent| sent.wire_packets).collect::<Vec<_>>(), [3, 6]);
        assert!(!sent[1].frame.offload.ecn);
    }
}

#[test]
fn what_is_whole_is_not_touched() {
    for frame in frames() {
        let mut rig = Rig::new(1, &Impairment::default());
        assert_eq!(rig.send(THERE, &frame)[0].frame, frame);
        assert_eq!(rig.counters(THERE).sent, 10);
    }
}

/// Compares what is sent with where it was received.
struct InPlace(*const u8);

impl<'a> Output<'a> for InPlace {
    fn send(&mut self, _: Direction, packet: Packet<'a>) {
        assert!(packet.head().is_empty());
        assert_eq!(packet.body().as_ptr(), self.0);
    }
}

#[test]
fn what_passes_is_not_copied() {
    let mut rig = Rig::new(1, &Impairment::default());
    for frame in frames() {
        let mut out = InPlace(frame.bytes.as_ptr());
        rig.wire.receive(THERE, rig.sink.now, frame.frame(), &mut out);
    }
    assert_eq!(rig.counters(THERE).sent, 240);
}

#[test]
fn contradictions_stay_whole() {
    let frame = frames().next().expect("one");
    let spoiled: [fn(&mut Owned); 8] = [
        |frame| frame.offload.kind = Some(Segmentation::Tcp6),
        |frame| frame.offload.kind = Some(Segmentation::Udp),
        |frame| frame.offload.checksum = None,
        |frame| frame.offload.checksum = Some(Checksum { start: 30, offset: 16 }),
        |frame| frame.offload.segment_size = 0,
        |frame| frame.bytes.truncate(2000),
        |frame| frame.bytes.extend([0; 4]),
        // A fragment.
        |frame| frame.bytes[20] = 0x20,
    ];
    for spoil in spoiled {
        let mut frame = frame.clone();
        spoil(&mut frame);
        let drop = vec![NonZeroU64::new(2).expect("not 0")];
        let mut rig = Rig::new(1, &Impairment { drop, ..Impairment::default() });
        let sent = rig.send(THERE, &frame);
        assert_eq!((sent.len(), sent[0].wire_packets), (1, 1));
        assert_eq!(sent[0].frame, frame);
    }
}
