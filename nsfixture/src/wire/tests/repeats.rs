//! The same traffic has the same fates, whatever differs from run to run.

use std::num::NonZeroU32;

use nsfixture_plan::{Impairment, Ppm};

use super::build::{ACK, FIN, SYN, Spec};
use super::rig::{BACK, Rig, THERE};
use super::stream::{Look, STRETCH, marks, transfer};

const LEN: usize = 1_000_000;
const SIMPLE: Look = Look { client_port: 40_000, isn: 1000, segment: STRETCH, frames: &[1] };

/// All look different and send the same.
const LOOKS: [Look; 5] = [
    SIMPLE,
    Look { frames: &[45], ..SIMPLE },
    Look { frames: &[10, 3, 1, 17, 45, 2], isn: 0xffff_f000, ..SIMPLE },
    Look { client_port: 51_515, isn: 0x8000_0000, frames: &[2], ..SIMPLE },
    // A server may have a lower port than its client, too.
    Look { client_port: 50, isn: 7, frames: &[7, 9], ..SIMPLE },
];

fn lossy(burst: Option<u32>) -> Impairment {
    Impairment {
        loss: Ppm::new(50_000).expect("a share"),
        burst: burst.and_then(NonZeroU32::new),
        ..Impairment::default()
    }
}

#[test]
fn streams_lose_the_same_segments() {
    for burst in [None, Some(3)] {
        let mut all = LOOKS.iter().map(|&look| {
            let mut lost = transfer(&mut Rig::new(3, &lossy(burst)), look, LEN);
            lost.sort_unstable();
            lost
        });
        let first = all.next().expect("one");
        assert!(first.len() > 10);
        assert!(all.all(|lost| lost == first));
        assert_ne!(transfer(&mut Rig::new(4, &lossy(burst)), SIMPLE, LEN), first);
    }
}

#[test]
fn streams_lose_the_same_marks_wherever_segments_begin() {
    for burst in [None, Some(3)] {
        let expected = marks(&transfer(&mut Rig::new(3, &lossy(burst)), SIMPLE, LEN));
        for segment in [1440, 1000, 536] {
            let look = Look { segment, frames: &[20, 3], ..SIMPLE };
            let lost = transfer(&mut Rig::new(3, &lossy(burst)), look, LEN);
            assert_eq!(marks(&lost), expected, "{segment}");
        }
    }
}

#[test]
fn other_names_and_directions_have_other_fates() {
    let impairment = lossy(None);
    let mut one = Rig::new(3, &impairment);
    let mut other = Rig::new(3, &impairment);
    other.wire = crate::wire::Wire::new(3);
    other.wire.add_cable("b-c", 1500, [impairment.clone(), impairment.clone()]);
    assert_ne!(transfer(&mut one, SIMPLE, LEN), transfer(&mut other, SIMPLE, LEN));
    let fates = |direction, is_reply| {
        let mut rig = Rig::new(3, &impairment);
        let frame = Spec { is_udp: true, is_reply, ..Spec::default() }.build();
        (0..1000).map(|_| rig.send(direction, &frame).len()).collect::<Vec<_>>()
    };
    assert_ne!(fates(THERE, false), fates(BACK, true));
}

#[test]
fn flows_are_told_apart_by_their_order() {
    let run = |ports: [u16; 3]| {
        let mut rig = Rig::new(5, &lossy(None));
        let transfers = ports.map(|client_port| {
            transfer(&mut rig, Look { client_port, isn: client_port.into(), ..SIMPLE }, LEN)
        });
        assert_ne!(transfers[0], transfers[1]);
        assert_ne!(transfers[1], transfers[2]);
        transfers
    };
    // The last one uses a port again, with another ISN.
    let expected = run([40_000, 40_001, 40_002]);
    assert_eq!(run([60_000, 33_000, 45_000]), expected);
    let mut rig = Rig::new(5, &lossy(None));
    for (isn, expected) in expected.iter().enumerate() {
        let look = Look { isn: isn as u32 * 99, ..SIMPLE };
        assert_eq!(&transfer(&mut rig, look, LEN), expected);
    }
}

#[test]
fn acknowledgements_have_the_fate_of_their_number() {
    let run = |client_port, isn: u32, skip: usize| {
        let impairment = Impairment { loss: Ppm::new(300_000).expect("a share"), ..lossy(None) };
        let mut rig = Rig::new(6, &impairment);
        let spec = Spec { client_port, payload: 0, ..Spec::default() };
        rig.send(THERE, &Spec { sequence: isn, flags: SYN, ..spec }.build());
        let mut fates = Vec::new();
        for number in (1..300_u32).filter(|number| *number as usize % skip != 1) {
            let acknowledgement = isn.wrapping_add(1 + number * 2896);
            let frame = Spec { is_reply: true, acknowledgement, ..spec }.build();
            let lost = [(); 3].map(|()| rig.send(BACK, &frame).is_empty());
            fates.push((number, lost));
        }
        fates
    };
    let expected = run(40_000, 5, 1000);
    assert!(expected.iter().any(|(_, lost)| lost[0] != lost[1]));
    for other in [run(41_000, u32::MAX - 40_000, 1000), run(40_000, 1 << 31, 3)] {
        assert!(other.iter().all(|each| expected.contains(each)));
    }
}

#[test]
fn a_passed_segment_passes_again() {
    let mut rig = Rig::new(3, &lossy(None));
    for number in 0..2000 {
        let frame = Spec { sequence: number * 1448, payload: 1448, ..Spec::default() }.build();
        if !rig.send(THERE, &frame).is_empty() {
            for _ in 0..20 {
                assert_eq!(rig.send(THERE, &frame).len(), 1);
            }
        }
    }
}

#[test]
fn control_segments_are_lost_by_occurrence() {
    let run = |isn| {
        let impairment = Impairment { loss: Ppm::new(500_000).expect("half"), ..lossy(Some(2)) };
        let mut rig = Rig::new(9, &impairment);
        let mut fates = Vec::new();
        for flags in [SYN, FIN | ACK, SYN | ACK] {
            let frame = Spec { sequence: isn, flags, payload: 0, ..Spec::default() }.build();
            fates.extend((0..50).map(|_| rig.send(THERE, &frame).len()));
        }
        fates
    };
    assert_eq!(run(1), run(1 << 31));
    assert!((50..100).contains(&run(1).iter().sum::<usize>()));
}

#[test]
fn datagrams_have_the_fate_of_their_number() {
    let run = |client_port, per_frame: u16| {
        let some = Ppm::new(100_000).expect("a share");
        let impairment = Impairment { duplicate: some, ..lossy(Some(2)) };
        let mut rig = Rig::new(8, &impairment);
        for number in 0..1200 / u32::from(per_frame) {
            let payload = 500 * usize::from(per_frame);
            let spec = Spec { is_udp: true, client_port, payload, ..Spec::default() };
            let segment = if per_frame > 1 { 500 } else { 0 };
            // The content tells them apart.
            let sequence = number * payload as u32;
            rig.send(THERE, &Spec { sequence, segment, ..spec }.build());
        }
        let contents = |packet: Vec<u8>| packet[42..].to_vec();
        rig.packets(THERE).into_iter().map(contents).collect::<Vec<_>>()
    };
    let expected = run(40_000, 1);
    assert!(expected.len() > 1000);
    assert_eq!(run(50_000, 4), expected);
    assert_eq!(run(1024, 60), expected);
}
