//! What has happened by chance is noted, and happens again with another seed.

use std::num::NonZeroU32;
use std::time::Duration;

use nsfixture_plan::{DirectionFates, Fates, Random, Sender};
use nsfixture_plan::{Impairment, Ppm};

use super::build::{self, ACK, FIN, Owned, SYN, Spec};
use super::rig::{BACK, Rig, THERE, at};
use super::stream::{Look, STRETCH, transfer};
use crate::wire::fault::{CAPACITY, Notes};
use crate::wire::hash::of_bytes;

pub(super) const SIMPLE: Look =
    Look { client_port: 40_000, isn: 1000, segment: STRETCH, frames: &[1] };
pub(super) const OTHER: Look =
    Look { client_port: 50, isn: 0xffff_f000, segment: STRETCH, frames: &[7, 45, 2] };

pub(super) fn share(ppm: u32) -> Ppm {
    Ppm::new(ppm).expect("a share")
}

/// Everything that happens by chance, often.
fn everything() -> Impairment {
    Impairment {
        loss: share(100_000),
        duplicate: share(100_000),
        corrupt: share(100_000),
        reorder: share(100_000),
        delay: Duration::from_millis(20),
        jitter: Duration::from_millis(5),
        ..Impairment::default()
    }
}

fn lossy(burst: Option<u32>) -> Impairment {
    let burst = burst.and_then(NonZeroU32::new);
    Impairment { loss: share(50_000), burst, ..Impairment::default() }
}

/// What has happened so far.
pub(super) fn fates(rig: &Rig) -> Fates {
    let direction = |(notes, host): (&Notes, &str)| DirectionFates {
        cable: "a-b".to_owned(),
        sender: Sender::From(host.to_owned()),
        mtu: 1500,
        drawn: notes.drawn,
        rules: notes.rules.clone(),
        fates: notes.fates.clone(),
        missing: notes.missing(),
    };
    let notes = rig.wire.notes().flatten();
    Fates::new(1, notes.zip(["a", "b"]).map(direction).collect())
}

/// A cable with another seed, in which this is to happen again.
pub(super) fn replay(impairment: &Impairment, fates: &Fates) -> Rig {
    let read: Fates = fates.to_string().parse().expect("it reads what it has written");
    assert_eq!(&read, fates);
    let mut rig = Rig::new(2, impairment);
    for (direction, fates) in [THERE, BACK].into_iter().zip(read.directions()) {
        rig.wire.replay(direction, fates);
    }
    rig
}

#[test]
fn streams_lose_the_same_segments_again() {
    for impairment in
        [lossy(None), lossy(Some(3)), Impairment { corrupt: share(30_000), ..lossy(None) }]
    {
        let run = |rig: &mut Rig, look| {
            let mut lost = transfer(rig, look, 1_000_000);
            lost.sort_unstable();
            lost
        };
        let mut first = Rig::new(1, &impairment);
        let lost = run(&mut first, SIMPLE);
        assert!(lost.len() > 20);
        let noted = fates(&first);
        for look in [SIMPLE, OTHER] {
            let mut again = replay(&impairment, &noted);
            assert_eq!(run(&mut again, look), lost);
            // In another order, because fewer segments are underway at once.
            let sorted = |fates: &Fates| {
                let text = fates.to_string();
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.sort_unstable();
                lines
            };
            assert_eq!(sorted(&fates(&again)), sorted(&noted));
        }
        assert_ne!(run(&mut Rig::new(2, &impairment), SIMPLE), lost);
    }
}

/// Packets of all kinds, in both directions.
fn packets() -> Vec<Owned> {
    let mut packets = Vec::new();
    for number in 0..100_u32 {
        let spec = Spec { is_v6: number % 2 == 1, ..Spec::default() };
        let sequence = number * 1448;
        packets.push(Spec { sequence, payload: 1448, ..spec }.build());
        packets.push(Spec { acknowledgement: sequence, payload: 0, ..spec }.build());
        packets.push(Spec { is_udp: true, sequence, ..spec }.build());
        packets.push(Spec { client_port: number as u16, flags: SYN, payload: 0, ..spec }.build());
        packets.push(Spec { flags: FIN | ACK, payload: 0, ..spec }.build());
        packets.push(build::icmp(spec.is_v6, 8));
        packets.push(build::fragment(800));
        packets.push(build::arp());
    }
    packets
}

/// Sends them, and returns when which left.
pub(super) fn exchange(rig: &mut Rig) -> Vec<(usize, u64, u64)> {
    for (number, packet) in packets().iter().enumerate() {
        let now = at(Duration::from_micros(500) * number as u32);
        rig.run_until(now);
        rig.send_at(if number % 3 == 0 { BACK } else { THERE }, now, packet);
    }
    rig.drain();
    let sent = rig.sink.sent.iter();
    sent.map(|sent| (sent.direction.from, sent.at.as_nanos(), of_bytes(&sent.frame.bytes)))
        .collect()
}

#[test]
fn every_kind_of_packet_has_its_fate_again() {
    let mut first = Rig::new(1, &everything());
    let left = exchange(&mut first);
    let noted = fates(&first);
    for fault in Random::ALL {
        let count = |direction: &DirectionFates| {
            direction.fates.iter().filter(|fate| fate.kind.fault() == fault).count()
        };
        assert!(noted.directions().iter().all(|direction| count(direction) > 5), "{fault}");
    }
    let mut again = replay(&everything(), &noted);
    assert_eq!(exchange(&mut again), left);
    assert_eq!(fates(&again), noted);
    assert_ne!(exchange(&mut Rig::new(2, &everything())), left);
}

#[test]
fn fates_are_those_that_were_counted() {
    let mut rig = Rig::new(1, &everything());
    exchange(&mut rig);
    let count = |name: &str| {
        let text = fates(&rig).to_string();
        text.lines().filter(|line| line.trim_start_matches("copy-").starts_with(name)).count()
            as u64
    };
    let [there, back] = [THERE, BACK].map(|direction| rig.counters(direction));
    assert_eq!(count("lost"), there.lost + back.lost);
    assert_eq!(count("duplicated"), there.duplicated + back.duplicated);
    assert_eq!(count("corrupted"), there.corrupted + back.corrupted);
    assert_eq!(count("reordered"), there.reordered + back.reordered);
}

#[test]
fn nothing_else_happens() {
    let nothing = fates(&Rig::new(1, &everything()));
    let impairment = Impairment { jitter: Duration::ZERO, ..everything() };
    let mut rig = replay(&impairment, &nothing);
    exchange(&mut rig);
    for counters in [THERE, BACK].map(|direction| rig.counters(direction)) {
        let others = counters.lost + counters.duplicated + counters.corrupted + counters.reordered;
        assert_eq!((others, counters.sent), (0, counters.received));
    }
    // A packet that was not there has the delay that it would have had.
    let jitter = Impairment { loss: Ppm::NONE, ..everything() };
    let jitter =
        Impairment { duplicate: Ppm::NONE, corrupt: Ppm::NONE, reorder: Ppm::NONE, ..jitter };
    let mut forgetful = replay(&jitter, &nothing);
    assert_eq!(exchange(&mut forgetful), exchange(&mut Rig::new(2, &jitter)));
}

#[test]
fn what_happens_to_all_packets_is_not_by_chance() {
    let all = Impairment { loss: Ppm::ALL, ..Impairment::default() };
    let mut rig = Rig::new(1, &all);
    exchange(&mut rig);
    let noted = fates(&rig);
    assert!(noted.is_empty());
    assert!(exchange(&mut replay(&all, &noted)).is_empty());
    let twice = Impairment { duplicate: Ppm::ALL, ..Impairment::default() };
    let mut rig = Rig::new(1, &twice);
    assert_eq!(exchange(&mut rig).len(), 2 * packets().len());
    assert!(fates(&rig).is_empty());
    // But which bit is flipped is.
    let changed = Impairment { corrupt: Ppm::ALL, ..Impairment::default() };
    let mut rig = Rig::new(1, &changed);
    let left = exchange(&mut rig);
    assert_eq!(fates(&rig).len(), packets().len());
    assert_eq!(exchange(&mut replay(&changed, &fates(&rig))), left);
}

#[test]
fn changes_keep_what_was_noted() {
    let mut rig = Rig::new(1, &lossy(None));
    transfer(&mut rig, SIMPLE, 100_000);
    let before = fates(&rig);
    rig.wire.set(
        THERE,
        Impairment { corrupt: share(1), ..Impairment::default() },
        at(Duration::ZERO),
    );
    let after = fates(&rig);
    assert_eq!(after.len(), before.len());
    let drawn: Vec<Random> = after.directions()[0].drawn.iter().collect();
    assert_eq!(drawn, [Random::Loss, Random::Corrupt]);
    // In a replay, too.
    let mut again = replay(&Impairment::default(), &before);
    again.wire.set(THERE, lossy(None), at(Duration::ZERO));
    transfer(&mut again, SIMPLE, 100_000);
    assert_eq!(fates(&again).directions()[0].fates, before.directions()[0].fates);
}

#[test]
fn no_more_than_a_number_is_noted() {
    let half = Impairment { loss: share(500_000), ..Impairment::default() };
    let mut rig = Rig::new(1, &half);
    let datagram = Spec { is_udp: true, ..Spec::default() }.build();
    let lost = (0..CAPACITY * 3).filter(|_| rig.send(THERE, &datagram).is_empty()).count();
    let noted = fates(&rig);
    assert_eq!(noted.len(), CAPACITY);
    assert_eq!(noted.missing(), (lost - CAPACITY) as u64);
    let line = format!("missing a-b from a loss {}\n", lost - CAPACITY);
    assert!(noted.to_string().contains(&line));
}

#[test]
fn fates_are_named_as_hosts_see_packets() {
    let half = Impairment { loss: share(500_000), ..Impairment::default() };
    let run = |client_port, isn: u32| {
        let mut rig = Rig::new(4, &half);
        let spec = Spec { client_port, sequence: isn, payload: 0, ..Spec::default() };
        let first = isn.wrapping_add(1);
        rig.send(THERE, &Spec { flags: SYN, ..spec }.build());
        rig.send(THERE, &Spec { flags: SYN, ..spec }.build());
        let answer = Spec { is_reply: true, acknowledgement: first, sequence: 5, ..spec };
        rig.send(BACK, &Spec { flags: SYN | ACK, ..answer }.build());
        let data =
            |at: usize, payload| Spec { sequence: first.wrapping_add(at as u32), payload, ..spec };
        for _ in 0..3 {
            rig.send(THERE, &data(0, 2 * STRETCH).build());
            rig.send(THERE, &data(2 * STRETCH + 10, 5).build());
        }
        for _ in 0..3 {
            let acknowledgement = first.wrapping_add(2896);
            rig.send(BACK, &Spec { acknowledgement, sequence: 6, ..answer }.build());
        }
        for kind in [8, 8, 8] {
            rig.send(THERE, &build::icmp(true, kind));
        }
        (0..4).for_each(|_| drop(rig.send(BACK, &build::arp())));
        fates(&rig).to_string()
    };
    let expected = "\
nsfixture fates 1
seed 1
cable a-b from a mtu 1500 draws loss
cable a-b from b mtu 1500 draws loss
lost a-b from a tcp 10.0.0.1 10.0.0.2:80 #1 client syn 2
lost a-b from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte 0 try 1
lost a-b from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte 2906 try 1
lost a-b from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte 0 try 2
lost a-b from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte 2906 try 2
lost a-b from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte 0 try 3
lost a-b from a icmpv6 fd00::1 fd00::2 #1 client icmp-8 1
lost a-b from a icmpv6 fd00::1 fd00::2 #1 client icmp-8 3
lost a-b from b ethernet 0x0806 #1 client packet 1
lost a-b from b ethernet 0x0806 #1 client packet 2
end 10
";
    let text = run(40_000, 77);
    assert_eq!(text, run(50, u32::MAX));
    assert_eq!(text, expected);
}
