//! Partitions that tell senders.

use nsfixture_plan::Impairment;

use super::build::{ACK, FIN, Owned, PSH, SYN, Spec, arp, correct_header, fragment, icmp};
use super::naive;
use super::read::{Read, read};
use super::rig::{BACK, Rig, THERE};
use crate::wire::{Barrier, Hosts, Refusal};

const RST: u8 = 0x04;
const NS: u8 = 135;

/// The receiver of all frames in these tests.
const MAC: [u8; 6] = [2, 0, 0, 0, 0, 1];

/// Rejects what goes to a host, and loses everything from there.
fn rig() -> Rig {
    let mut rig = Rig::new(1, &Impairment::default());
    let to = Hosts { macs: vec![MAC], ..Hosts::default() };
    let refusal = Some(Refusal { from: Vec::new(), to: to.clone() });
    rig.wire.block(THERE, Barrier { refusal, ..Barrier::default() });
    rig.wire.block(BACK, Barrier { silent: to, ..Barrier::default() });
    rig
}

/// Returns the answers to a frame, which does not arrive.
fn answers(frame: &Owned) -> Vec<Read> {
    let mut rig = rig();
    let sent = rig.send(THERE, frame);
    assert!(sent.iter().all(|sent| sent.direction == BACK), "{sent:?}");
    let (there, back) = (rig.counters(THERE), rig.counters(BACK));
    assert_eq!((there.rejected, there.sent), (there.received, 0));
    assert_eq!((back.answers, back.sent), (sent.len() as u64, sent.len() as u64));
    assert!(there.acted() && !back.acted());
    sent.iter().map(|sent| read(&sent.frame.bytes)).collect()
}

#[test]
fn segments_are_reset() {
    // The flags and the payload; the sequence number, the acknowledgement number and the flags of the answer.
    let cases = [
        (SYN, 0, 0, 1002, RST | ACK),
        (SYN, 10, 0, 1012, RST | ACK),
        (FIN, 10, 0, 1012, RST | ACK),
        (0, 10, 0, 1011, RST | ACK),
        (SYN | ACK, 0, 2001, 0, RST),
        (ACK | PSH, 100, 2001, 0, RST),
        (ACK | FIN, 0, 2001, 0, RST),
    ];
    for is_v6 in [false, true] {
        for (flags, payload, sequence, acknowledgement, expected) in cases {
            let frame = Spec { is_v6, flags, payload, tags: 1, ..Spec::default() }.build();
            let [answer] = &answers(&frame)[..] else { panic!("one answer") };
            let original = read(&naive::packets(&frame)[0]);
            assert_eq!(
                (answer.source, answer.destination),
                (original.destination, original.source)
            );
            assert_eq!((&answer.from, &answer.to), (&original.to, &original.from));
            let mut segment = vec![0, 80, 0x9c, 0x40];
            segment.extend(u32::to_be_bytes(sequence));
            segment.extend(u32::to_be_bytes(acknowledgement));
            segment.extend([0x50, expected, 0, 0]);
            assert_eq!((answer.protocol, &answer.payload[..16]), (6, &segment[..]));
            // The checksum has been checked.
            assert_eq!((answer.payload.len(), &answer.payload[18..]), (20, &[0, 0][..]));
        }
    }
}

#[test]
fn resets_are_not_answered() {
    for flags in [RST, RST | ACK, RST | SYN] {
        assert!(answers(&Spec { flags, ..Spec::default() }.build()).is_empty());
    }
}

#[test]
fn each_segment_of_a_gso_frame_is_answered() {
    let gso = Spec { flags: 0, payload: 2500, segment: 1000, ..Spec::default() }.build();
    let numbers: Vec<_> =
        answers(&gso).iter().map(|answer| answer.payload[8..12].to_vec()).collect();
    assert_eq!(numbers, [2001_u32, 3001, 3501].map(|number| number.to_be_bytes().to_vec()));
}

#[test]
fn others_are_unreachable() {
    for (frame, is_v6) in [
        (Spec { is_udp: true, ..Spec::default() }.build(), false),
        (Spec { is_udp: true, is_v6: true, ..Spec::default() }.build(), true),
        (icmp(false, 8), false),
        (icmp(true, 128), true),
        (fragment(0), false),
    ] {
        let [answer] = &answers(&frame)[..] else { panic!("one answer") };
        let expected: (u8, &[u8]) = if is_v6 { (58, &[1, 4]) } else { (1, &[3, 3]) };
        assert_eq!((answer.protocol, &answer.payload[..2]), expected);
        let original = &naive::packets(&frame)[0][14..];
        let quoted = &answer.payload[8..];
        assert_eq!(quoted, &original[..quoted.len()]);
        assert_eq!(quoted.len(), original.len().min(if is_v6 { 1232 } else { 548 }));
    }
}

#[test]
fn nobody_is_told_of_these() {
    let mut group = Spec { is_udp: true, ..Spec::default() }.build();
    group.bytes[30] = 224;
    correct_header(&mut group.bytes);
    for frame in [fragment(800), icmp(false, 3), icmp(true, 1), group] {
        assert!(answers(&frame).is_empty());
    }
}

#[test]
fn addresses_are_resolved() {
    for frame in [arp(), icmp(true, NS)] {
        let mut frame = frame;
        frame.bytes[..6].copy_from_slice(&MAC);
        assert_eq!(rig().send(THERE, &frame).len(), 1);
        // At the other end, nothing but that passes.
        let mut rig = Rig::new(1, &Impairment::default());
        let rejected =
            Hosts { macs: vec![[2, 0, 0, 0, 0, 2], [2, 0, 0, 0, 0, 1]], ..Hosts::default() };
        rig.wire.block(THERE, Barrier { rejected, ..Barrier::default() });
        assert_eq!(rig.send(THERE, &frame).len(), 1);
        assert!(rig.send(THERE, &Spec::default().build()).is_empty());
        assert_eq!(rig.counters(THERE).blocked, 1);
    }
}

#[test]
fn hosts_behind_routers_are_known_by_their_addresses() {
    let mut rig = Rig::new(1, &Impairment::default());
    let refusal = |from: [u8; 4], to: [u8; 4]| {
        let to = Hosts { addrs: vec![to.into()], ..Hosts::default() };
        Barrier { refusal: Some(Refusal { from: vec![from.into()], to }), ..Barrier::default() }
    };
    let segment = Spec::default().build();
    for (from, to, is_rejected) in [(1, 2, true), (3, 2, false), (1, 3, false)] {
        rig.wire.block(THERE, refusal([10, 0, 0, from], [10, 0, 0, to]));
        let sent = rig.send(THERE, &segment);
        assert_eq!(sent[0].direction == BACK, is_rejected);
        assert_eq!(sent.len(), 1);
    }
    rig.wire.block(THERE, Barrier::default());
    assert_eq!(rig.send(THERE, &segment)[0].direction, THERE);
}
