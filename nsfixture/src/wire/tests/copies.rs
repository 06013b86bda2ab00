//! Duplicates and flipped bits.

use nsfixture_plan::{Impairment, Ppm};

use super::build::{Spec, arp, icmp};
use super::losses::assert_share;
use super::naive;
use super::rig::{Rig, THERE};
use super::stream::{Look, STRETCH, transfer};
use crate::wire::Offload;

fn share(ppm: u32) -> Ppm {
    Ppm::new(ppm).expect("a share")
}

#[test]
fn copies_follow_directly() {
    let mut rig = Rig::new(31, &Impairment { duplicate: share(200_000), ..Impairment::default() });
    let mut copies = 0;
    for number in 0..500_u32 {
        let spec = Spec { sequence: number * 20 * 1448, payload: 20 * 1448, ..Spec::default() };
        let frame = Spec { segment: 1448, ..spec }.build();
        let sent = rig.send(THERE, &frame);
        let packets: Vec<_> = sent.iter().flat_map(|sent| naive::packets(&sent.frame)).collect();
        let mut unique = packets.clone();
        unique.dedup();
        assert_eq!(unique, naive::packets(&frame));
        copies += (packets.len() - unique.len()) as u64;
    }
    assert_eq!(rig.counters(THERE).duplicated, copies);
    assert_share(copies, 10_000, 200_000);
}

#[test]
fn one_bit_is_flipped() {
    let impairment = Impairment { corrupt: share(300_000), ..Impairment::default() };
    for (is_v6, is_udp) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut rig = Rig::new(32, &impairment);
        let (mut flipped, mut places) = (0, [0; 4]);
        for number in 0..100_u32 {
            let sequence = number * 10 * 1400;
            let spec = Spec { is_v6, is_udp, sequence, payload: 14_000, ..Spec::default() };
            let frame = Spec { segment: 1400, ..spec }.build();
            let sent = rig.send(THERE, &frame);
            let packets = sent.iter().flat_map(|sent| {
                naive::packets(&sent.frame).into_iter().map(|packet| (packet, sent.frame.offload))
            });
            for ((packet, offload), right) in packets.zip(naive::packets(&frame)) {
                let bytes: Vec<usize> =
                    (0..packet.len()).filter(|&at| packet[at] != right[at]).collect();
                if let [byte] = bytes[..] {
                    flipped += 1;
                    assert!(byte >= 14);
                    assert_eq!((packet[byte] ^ right[byte]).count_ones(), 1);
                    assert_eq!(offload, Offload::default());
                    places[byte * 4 / packet.len()] += 1;
                } else {
                    assert!(bytes.is_empty());
                }
            }
        }
        let counters = rig.counters(THERE);
        assert_eq!((counters.corrupted, counters.sent), (flipped, 1000));
        assert_share(flipped, 1000, 300_000);
        assert!(places.iter().all(|place| *place > flipped / 6), "{places:?}");
    }
}

#[test]
fn corrupted_segments_get_through_in_the_end() {
    let impairment = Impairment { corrupt: share(500_000), ..Impairment::default() };
    let look = Look { client_port: 1, isn: 0, segment: STRETCH, frames: &[45] };
    assert!(transfer(&mut Rig::new(33, &impairment), look, 1_000_000).len() > 300);
}

#[test]
fn whatever_can_be_corrupted() {
    let mut rig = Rig::new(34, &Impairment { corrupt: Ppm::ALL, ..Impairment::default() });
    for frame in [arp(), icmp(false, 8), icmp(true, 128)] {
        let sent = rig.send(THERE, &frame);
        let differing = sent[0].frame.bytes.iter().zip(&frame.bytes).filter(|(a, b)| a != b);
        assert_eq!(differing.count(), 1);
    }
}

#[test]
fn what_would_be_too_long_is_not_corrupted() {
    let mut frame = Spec { payload: 3000, segment: 1000, ..Spec::default() }.build();
    frame.bytes.push(0);
    let mut rig = Rig::new(35, &Impairment { corrupt: Ppm::ALL, ..Impairment::default() });
    assert_eq!(rig.send(THERE, &frame)[0].frame, frame);
    assert_eq!(rig.counters(THERE).corrupted, 0);
}
