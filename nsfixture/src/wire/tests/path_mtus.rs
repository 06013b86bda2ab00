//! Packets that are longer than the path MTU are answered, or fragmented.

use nsfixture_plan::{Impairment, OutageTimes, Ppm};
use proptest::prelude::*;

use super::build::{Owned, Spec, arp, correct_header, icmp};
use super::naive;
use super::read::{Read, read};
use super::rig::{BACK, Rig, Sent, THERE};
use crate::wire::Offload;

fn impairment(mtu: u32) -> Impairment {
    Impairment { path_mtu: mtu.try_into().ok(), ..Impairment::default() }
}

fn rig(mtu: u32) -> Rig {
    Rig::new(1, &impairment(mtu))
}

/// A packet whose IP packet has this length.
fn packet(spec: Spec, len: usize) -> Owned {
    let header = if spec.is_v6 { 40 } else { 20 } + if spec.is_udp { 8 } else { 32 };
    Spec { payload: len - header, ..spec }.build()
}

/// Lets routers fragment a packet of IPv4 without tags.
fn may_be_fragmented(owned: Owned) -> Owned {
    edited(owned, |header| header[6] &= !0x40)
}

/// Edits the header of a packet of IPv4 without tags, and corrects its checksum.
fn edited(mut owned: Owned, edit: impl FnOnce(&mut [u8])) -> Owned {
    let len = usize::from(owned.bytes[14] & 0x0f) * 4;
    edit(&mut owned.bytes[14..14 + len]);
    correct_header(&mut owned.bytes);
    owned
}

/// The frames that came back.
fn answers(sent: &[Sent]) -> Vec<Read> {
    let back = sent.iter().filter(|sent| sent.direction == BACK);
    back.map(|sent| read(&sent.frame.bytes)).collect()
}

#[test]
fn the_sender_is_told() {
    for (tags, is_v6, is_udp) in
        [(0, false, false), (2, false, true), (0, true, true), (1, true, false)]
    {
        let spec = Spec { is_v6, is_udp, tags, ..Spec::default() };
        let mut rig = rig(1300);
        assert_eq!(rig.send(THERE, &packet(spec, 1300)).len(), 1);
        let long = packet(spec, 1301);
        let sent = rig.send(THERE, &long);
        let [answer] = &answers(&sent)[..] else { panic!("{sent:?}") };
        assert_eq!(sent.len(), 1, "it is not carried");
        let counters = (rig.counters(THERE), rig.counters(BACK));
        assert_eq!((counters.0.too_large, counters.1.answers, counters.1.sent), (1, 1, 1));
        assert!(counters.0.acted() && !counters.1.acted());

        let start = 14 + 4 * tags;
        assert_eq!(sent[0].frame.bytes[12..start], long.bytes[12..start], "tags");
        assert_eq!(
            (&answer.to, &answer.from),
            (&long.bytes[6..12].into(), &long.bytes[..6].into())
        );
        let original = read(&naive::packets(&long)[0]);
        assert_eq!((answer.source, answer.destination), (original.destination, original.source));
        let (head, quoted) = answer.payload.split_at(8);
        let expected: (u8, &[u8]) =
            if is_v6 { (58, &[2, 0, 0, 0, 5, 20]) } else { (1, &[3, 4, 0, 0, 5, 20]) };
        assert_eq!(
            (answer.protocol, [&head[..2], &head[4..]].concat()),
            (expected.0, expected.1.into())
        );
        let limit = if is_v6 { 1280 - 48 } else { 576 - 28 };
        assert_eq!(quoted, &naive::packets(&long)[0][start..start + limit]);
    }
}

#[test]
fn short_packets_are_quoted_whole() {
    let mut rig = rig(100);
    let sent = rig.send(THERE, &packet(Spec::default(), 101));
    // What comes back meets the path MTU, too.
    let bytes = reassembled(&sent.iter().map(|sent| sent.frame.bytes.clone()).collect::<Vec<_>>());
    assert_eq!(read(&bytes).payload.len(), 8 + 101);
    assert_eq!((rig.counters(BACK).answers, rig.counters(BACK).fragmented), (1, 1));
}

#[test]
fn segments_are_decided_one_by_one() {
    for is_v6 in [false, true] {
        let gso = Spec { is_v6, payload: 3 * 1400 + 500, segment: 1400, ..Spec::default() }.build();
        let mut rig = rig(1400);
        let sent = rig.send(THERE, &gso);
        let there: Vec<_> = sent.iter().filter(|sent| sent.direction == THERE).collect();
        // Only the last is short enough.
        assert_eq!(there.len(), 1);
        assert_eq!(there[0].frame.bytes, naive::packets(&gso)[3]);
        assert_eq!(rig.counters(THERE).too_large, 3);
        let start = if is_v6 { 40 } else { 20 };
        let sequence = |answer: &Read| answer.payload[8 + start + 4..][..4].to_vec();
        let sequences: Vec<_> = answers(&sent).iter().map(sequence).collect();
        let expected = [1001_u32, 2401, 3801].map(|sequence| sequence.to_be_bytes().to_vec());
        assert_eq!(sequences, expected);
    }
    let gso = Spec { is_udp: true, payload: 3000, segment: 1000, ..Spec::default() }.build();
    let mut rig = rig(600);
    let sent = rig.send(THERE, &may_be_fragmented(gso));
    let offset = |sent: &Sent| u16::from_be_bytes([sent.frame.bytes[20], sent.frame.bytes[21]]);
    assert_eq!(sent.iter().map(offset).collect::<Vec<_>>(), [0x2000, 72].repeat(3));
    let counters = rig.counters(THERE);
    assert_eq!((counters.received, counters.fragmented, counters.fragments), (3, 3, 6));
}

#[test]
fn a_gso_frame_that_fits_stays_whole() {
    let gso = Spec { payload: 10_000, segment: 1000, ..Spec::default() }.build();
    assert_eq!(rig(1052).send(THERE, &gso)[0].wire_packets, 10);
}

#[test]
fn nobody_is_told_of_these() {
    let long = || packet(Spec::default(), 1400);
    let address = |at: usize, addr: [u8; 4]| {
        edited(long(), |header| header[at..at + 4].copy_from_slice(&addr))
    };
    let mut group = long();
    group.bytes[0] |= 1;
    let mut wrong = long();
    wrong.bytes[14 + 8] ^= 1;
    let udp = packet(Spec { is_udp: true, ..Spec::default() }, 1400);
    let of_icmp = |kind: u8| {
        let mut owned = edited(udp.clone(), |header| header[9] = 1);
        owned.bytes[34] = kind;
        owned.offload.checksum = None;
        owned
    };
    let mut v6 = packet(Spec { is_v6: true, is_udp: true, ..Spec::default() }, 1400);
    v6.offload.checksum = None;
    let of_icmp6 = |kind: u8| {
        let mut owned = v6.clone();
        (owned.bytes[20], owned.bytes[54]) = (58, kind);
        owned
    };
    let mut to_group = v6.clone();
    to_group.bytes[38] = 0xff;
    let mut from_nobody = v6.clone();
    from_nobody.bytes[22..38].fill(0);
    let silent = [
        address(12, [0, 0, 0, 0]),
        address(12, [127, 0, 0, 1]),
        address(12, [224, 0, 0, 1]),
        address(16, [224, 0, 0, 251]),
        address(16, [255; 4]),
        edited(long(), |header| header[7] = 100),
        group,
        wrong,
        of_icmp(3),
        of_icmp(11),
        of_icmp6(1),
        of_icmp6(2),
        of_icmp6(137),
        to_group,
        from_nobody,
    ];
    for (nth, packet) in silent.iter().enumerate() {
        let mut rig = rig(1300);
        assert!(rig.send(THERE, packet).is_empty(), "{nth}");
        assert_eq!(rig.counters(THERE).too_large, 1, "{nth}");
    }
    for packet in [long(), of_icmp(8), of_icmp6(128), v6.clone()] {
        assert_eq!(answers(&rig(1300).send(THERE, &packet)).len(), 1);
    }
}

#[test]
fn others_pass() {
    for frame in [arp(), icmp(false, 8), icmp(true, 135)] {
        assert_eq!(rig(1280).send(THERE, &frame).len(), 1);
    }
}

#[test]
fn answers_meet_the_faults_of_the_other_direction() {
    let lossy = Impairment { loss: Ppm::ALL, ..Impairment::default() };
    let mut rig = rig(1280);
    rig.wire.set(BACK, lossy, rig.sink.now);
    assert!(rig.send(THERE, &packet(Spec::default(), 1400)).is_empty());
    assert_eq!((rig.counters(BACK).lost, rig.counters(BACK).received), (1, 0));
}

#[test]
fn nobody_is_told_in_an_outage() {
    let [after, lasts] = [0, 1_000_000].map(std::time::Duration::from_millis);
    let outage = Some(OutageTimes { after, lasts, every: None });
    let mut rig = Rig::new(1, &Impairment { outage, ..impairment(1280) });
    assert!(rig.send(THERE, &packet(Spec::default(), 1400)).is_empty());
    assert_eq!((rig.counters(THERE).outage, rig.counters(BACK).answers), (1, 0));
}

#[test]
fn fragments_have_fates_of_their_own() {
    let mut rig =
        Rig::new(1, &Impairment { drop: vec![2.try_into().expect("not 0")], ..impairment(600) });
    let udp = packet(Spec { is_udp: true, ..Spec::default() }, 1500);
    let sent = rig.send(THERE, &may_be_fragmented(udp));
    assert_eq!(sent.len(), 2);
    let counters = rig.counters(THERE);
    assert_eq!((counters.fragmented, counters.fragments, counters.dropped), (1, 3, 1));
}

/// Puts fragments that arrive in order together, and checks them.
fn reassembled(fragments: &[Vec<u8>]) -> Vec<u8> {
    let mut whole = fragments[0].clone();
    let mut more = true;
    for (nth, fragment) in fragments.iter().enumerate() {
        let header_len = usize::from(fragment[14] & 0x0f) * 4;
        assert_eq!(naive::sum(&fragment[14..14 + header_len]), 0xffff, "the checksum");
        let field = u16::from_be_bytes([fragment[20], fragment[21]]);
        let first_len = usize::from(whole[14] & 0x0f) * 4;
        if nth > 0 {
            assert!(more, "one follows the last");
            assert_eq!(usize::from(field & 0x1fff) * 8, whole.len() - 14 - first_len);
            whole.extend(&fragment[14 + header_len..]);
        }
        more = field & 0x2000 != 0;
        let len = u16::from_be_bytes([fragment[16], fragment[17]]);
        assert_eq!(usize::from(len), fragment.len() - 14);
    }
    assert!(!more, "the last is missing");
    let len = (whole.len() - 14) as u16;
    let (offload, bytes) = (Offload::default(), whole);
    edited(Owned { bytes, offload }, |header| {
        header[2..4].copy_from_slice(&len.to_be_bytes());
        header[6..8].fill(0);
    })
    .bytes
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fragments_are_the_packet(mtu in 68..1500_u32, len in 100..1500_usize, has_options in any::<bool>()) {
        let spec = Spec { is_udp: true, has_options, payload: len, ..Spec::default() };
        let original = may_be_fragmented(spec.build());
        let mut rig = rig(mtu);
        let sent = rig.send(THERE, &original);
        let fragments: Vec<_> = sent.iter().flat_map(|sent| naive::packets(&sent.frame)).collect();
        for fragment in &fragments {
            prop_assert!(fragment.len() <= 14 + mtu as usize);
        }
        prop_assert_eq!(reassembled(&fragments), naive::packets(&original).concat());
        prop_assert_eq!(rig.counters(THERE).sent, fragments.len() as u64);

        // On the way, they are fragmented again.
        let mut narrow = self::rig(68);
        let again = fragments.iter().flat_map(|fragment| {
            let owned = Owned { bytes: fragment.clone(), offload: Offload::default() };
            narrow.send(THERE, &owned)
        });
        let again: Vec<_> = again.map(|sent| sent.frame.bytes).collect();
        prop_assert_eq!(reassembled(&again), naive::packets(&original).concat());
    }
}

#[test]
fn some_options_are_in_every_fragment() {
    // A stream identifier, which is copied, no operation, and a timestamp, which is not.
    let options = [0x88, 4, 0, 1, 1, 0x44, 6, 5, 0, 0, 0, 0];
    let mut owned = packet(Spec { is_udp: true, ..Spec::default() }, 1000);
    owned.bytes.splice(34..34, options);
    owned.offload = Offload::default();
    let owned = edited(owned, |header| {
        header[0] = 0x45;
        header[6] &= !0x40;
    });
    let mut owned = owned;
    owned.bytes[14] = 0x48;
    let owned = edited(owned, |header| header[2..4].copy_from_slice(&1012_u16.to_be_bytes()));
    let sent = rig(600).send(THERE, &owned);
    assert_eq!(sent[0].frame.bytes[34..46], options);
    let second = &sent[1].frame.bytes;
    assert_eq!((second[14], &second[34..38]), (0x46, &options[..4]));
    assert_eq!(sent.len(), 2);
}
