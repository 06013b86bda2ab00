//! Random traffic through random impairments.

use std::collections::HashMap;
use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use nsfixture_plan::{
    Aqm, Distribution, Faults, Impairment, OutageTimes, PacketRule, Ppm, Queue, Rule,
};
use proptest::prelude::*;

use super::build::{ACK, Owned, Spec, arp, icmp};
use super::naive;
use super::rig::{Rig, THERE, at};
use super::rules::with;

fn ppm() -> impl Strategy<Value = Ppm> {
    prop_oneof![Just(0), Just(1_000_000), 0..=300_000_u32]
        .prop_map(|ppm| Ppm::new(ppm).expect("a share"))
}

fn time() -> impl Strategy<Value = Duration> {
    prop_oneof![Just(0), 0..50_000_u64].prop_map(Duration::from_micros)
}

prop_compose! {
    fn rule()(
        kind in 0..6_usize,
        loss in ppm(),
        burst in prop::option::of(1..10_u32),
        drop in prop::collection::vec(1..50_u64, 0..3),
        duplicate in ppm(),
        corrupt in ppm(),
    ) -> PacketRule {
        let rule = [
            Rule::new().protocol("tcp"),
            Rule::new().port(80),
            Rule::new().protocol("arp"),
            Rule::new().icmp("neighbor-solicitation"),
            Rule::new().shorter_than(1000),
            Rule::new().matching(|packet| packet.payload().len() % 3 == 0),
        ][kind].clone();
        let rule = with([rule.loss("1%")]).rules.remove(0);
        let drop = drop.into_iter().filter_map(NonZeroU64::new).collect();
        let burst = burst.and_then(NonZeroU32::new);
        let impairment = Impairment { loss, burst, drop, duplicate, corrupt, ..Impairment::default() };
        PacketRule { impairment, ..rule }
    }
}

prop_compose! {
    fn impairment()(
        delay in time(),
        jitter in time(),
        kind in 0..3_usize,
        reorder in ppm(),
        loss in ppm(),
        burst in prop::option::of(1..10_u32),
        drop in prop::collection::vec(1..50_u64, 0..3),
        drop_every in prop::option::of(2..20_u64),
        after in time(),
        lasts in time(),
        every in prop::option::of(time()),
        is_out in any::<bool>(),
        hole in prop::option::of(500..1500_u32),
        path_mtu in prop::option::of(68..1500_u32),
        duplicate in ppm(),
        corrupt in ppm(),
        rate in prop::option::of(100_000..10_000_000_000_u64),
        trace in prop::option::of(prop::sample::select(vec!["1\n", "0\n0\n7\n", "3\n3\n40\n"])),
        queue in 1..200_u32,
        limit in 0..3,
        codel in any::<bool>(),
        rules in prop::collection::vec(rule(), 0..3),
    ) -> Impairment {
        Impairment {
            delay,
            jitter,
            distribution: [Distribution::Uniform, Distribution::Normal, Distribution::Pareto][kind],
            reorder,
            loss,
            burst: burst.and_then(NonZeroU32::new),
            drop: drop.into_iter().filter_map(NonZeroU64::new).collect(),
            drop_every: drop_every.and_then(NonZeroU64::new),
            outage: is_out.then_some(OutageTimes { after, lasts, every }),
            blackhole_above: hole.and_then(NonZeroU32::new),
            path_mtu: path_mtu.and_then(NonZeroU32::new),
            flap: None,
            duplicate,
            corrupt,
            rate: rate.and_then(NonZeroU64::new).filter(|_| trace.is_none()),
            trace: trace.and_then(|text| Faults::new().trace(text).check().expect("valid").trace),
            queue: match limit {
                0 => Queue::Packets(NonZeroU32::new(queue).expect("not 0")),
                1 => Queue::Bytes(NonZeroU64::new(queue.into()).expect("not 0")),
                _ => Queue::Time(Duration::from_millis(queue.into())),
            },
            aqm: if codel { Aqm::CoDel } else { Aqm::DropTail },
            rules,
        }
    }
}

/// A frame that no other one is equal to.
fn frame(number: usize, kind: u8, segments: usize) -> Owned {
    let spec = Spec {
        is_v6: kind % 2 == 1,
        is_udp: kind / 2 % 2 == 1,
        tags: usize::from(kind / 4 % 3),
        sequence: number as u32 * 100_000,
        flags: ACK,
        payload: segments * 1000,
        segment: if segments > 1 { 1000 } else { 0 },
        ..Spec::default()
    };
    match kind {
        250.. => arp(),
        240.. => icmp(true, kind),
        _ => spec.build(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    // The rig checks after each step that no packet is missing in the counters.
    #[test]
    fn what_arrives_was_sent(
        seed in any::<u64>(),
        before in impairment(),
        after in impairment(),
        traffic in prop::collection::vec((any::<u8>(), 1..45_usize, 0..3000_u64), 1..60),
    ) {
        let mut rig = Rig::new(seed, &before);
        let mut sent = HashMap::<Vec<u8>, usize>::new();
        let (mut now, mut order) = (Duration::ZERO, 0);
        for (number, &(kind, segments, pause)) in traffic.iter().enumerate() {
            now += Duration::from_micros(pause);
            if number % 3 > 0 {
                rig.run_until(at(now));
            }
            if number == 30 {
                rig.wire.set(THERE, after.clone(), at(now));
            }
            let frame = frame(number, kind, segments);
            for packet in naive::packets(&frame) {
                sent.entry(packet).or_insert_with(|| { order += 1; order });
            }
            rig.send_at(THERE, at(now), &frame);
        }
        rig.drain();
        let counters = rig.counters(THERE);
        prop_assert_eq!(counters.queued, 0);
        prop_assert_eq!(counters.sent, rig.packets(THERE).len() as u64);
        let is_ordered = before.reorder == Ppm::default() && after.reorder == Ppm::default();
        let mut last = 0;
        let mut unknown = 0;
        for packet in rig.packets(THERE) {
            let Some(&order) = sent.get(&packet) else {
                unknown += 1;
                continue;
            };
            // ARP and ICMP are equal to earlier ones.
            if packet.len() > 100 {
                prop_assert!(!is_ordered || order >= last);
                last = order;
            }
        }
        // Some were lost in the queue.
        prop_assert!(unknown <= counters.corrupted);
        prop_assert!(unknown > 0 || counters.corrupted == 0 || counters.queue_full > 0
            || counters.aqm_dropped > 0);
    }
}
