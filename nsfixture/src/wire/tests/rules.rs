//! Rules: what they do to the packets that match, and to no others.

use nsfixture_plan::{Faults, Impairment, PacketRule, Rule};

use super::build::{ACK, FIN, Owned, PSH, SYN, Spec, arp, icmp};
use super::losses::assert_share;
use super::naive;
use super::rig::{Rig, THERE};
use super::stream::{Look, STRETCH, marks, transfer};
use crate::rule_counters::RuleCounters;

/// Returns the impairment that consists of faults.
pub(super) fn checked(faults: &Faults) -> Impairment {
    faults.check().unwrap_or_else(|problems| panic!("{problems}"))
}

pub(super) fn with(rules: impl IntoIterator<Item = Rule>) -> Impairment {
    checked(&rules.into_iter().fold(Faults::new(), Faults::rule))
}

pub(super) fn counters(rig: &Rig) -> Vec<RuleCounters> {
    rig.wire.rule_counters(THERE, None)
}

/// Returns what rules have matched, lost and dropped.
fn numbers(rig: &Rig) -> Vec<[u64; 3]> {
    counters(rig).iter().map(|rule| [rule.matched, rule.lost, rule.dropped]).collect()
}

fn udp(server_port: u16) -> Owned {
    Spec { is_udp: true, server_port, ..Spec::default() }.build()
}

fn arrives(rig: &mut Rig, frame: &Owned) -> bool {
    rig.sink.sent.clear();
    rig.wire.receive(THERE, rig.sink.now, frame.frame(), &mut rig.sink);
    !rig.sink.sent.is_empty()
}

#[test]
fn only_those_that_match_are_lost() {
    let mut rig = Rig::new(1, &with([Rule::new().protocol("udp").port(53).loss("100%")]));
    for frame in
        [udp(54), arp(), icmp(false, 8), Spec { server_port: 53, ..Spec::default() }.build()]
    {
        assert!(arrives(&mut rig, &frame));
    }
    for is_reply in [false, true] {
        let spec = Spec { is_udp: true, is_reply, server_port: 53, ..Spec::default() };
        assert!(!arrives(&mut rig, &spec.build()));
    }
    assert_eq!(numbers(&rig), [[2, 2, 0]]);
    assert_eq!((rig.counters(THERE).lost, rig.counters(THERE).sent), (2, 4));
}

#[test]
fn drops_count_those_that_match() {
    let rule = Rule::new().port(53).drop([2, 3]).drop_every(5);
    let mut rig = Rig::new(1, &with([rule]));
    let mut fates = Vec::new();
    for _ in 0..10 {
        assert!(arrives(&mut rig, &udp(80)));
        fates.push(arrives(&mut rig, &udp(53)));
    }
    assert_eq!(fates, [true, false, false, true, false, true, true, true, true, false]);
    assert_eq!(numbers(&rig), [[10, 0, 4]]);
    assert_eq!(rig.counters(THERE).dropped, 4);
    // ARP, too, which the numbers of the direction leave out.
    let mut rig = Rig::new(1, &with([Rule::new().protocol("arp").drop([1])]));
    assert!(!arrives(&mut rig, &arp()));
    assert!(arrives(&mut rig, &arp()));
}

#[test]
fn a_packet_meets_no_rule_after_the_one_that_loses_it() {
    let first = Rule::new().protocol("udp").drop([1, 3]);
    let second = Rule::new().port(53).drop([1]);
    let third = Rule::new().protocol("ipv4").loss("100%");
    let mut rig = Rig::new(1, &with([first, second, third]));
    for _ in 0..4 {
        assert!(!arrives(&mut rig, &udp(53)));
    }
    assert_eq!(numbers(&rig), [[4, 0, 2], [2, 0, 1], [1, 1, 0]]);
    assert_eq!((rig.counters(THERE).lost, rig.counters(THERE).dropped), (1, 3));
}

#[test]
fn other_faults_of_the_direction_come_after() {
    let faults = Faults::new().drop([1]).rule(Rule::new().port(53).drop([1]));
    let mut rig = Rig::new(1, &checked(&faults));
    let fates: Vec<bool> = (0..3).map(|_| arrives(&mut rig, &udp(53))).collect();
    // The first that the rule lets pass is the first that the direction counts.
    assert_eq!(fates, [false, false, true]);
    assert_eq!((numbers(&rig), rig.counters(THERE).dropped), (vec![[3, 0, 1]], 2));
}

#[test]
fn segments_are_matched_one_by_one() {
    let spec =
        Spec { flags: ACK | PSH | FIN, payload: 9 * 1000 + 50, segment: 1000, ..Spec::default() };
    let frame = spec.build();
    let all = naive::packets(&frame);
    let left = |rule: Rule| {
        let mut rig = Rig::new(1, &with([rule]));
        rig.send(THERE, &frame);
        (rig.packets(THERE), numbers(&rig)[0])
    };
    // The last one is shorter, and the kernel gives it the flags.
    for rule in [
        Rule::new().shorter_than(500),
        Rule::new().protocol("tcp").flags("fin"),
        Rule::new().protocol("tcp").flags("psh"),
    ] {
        assert_eq!(left(rule.loss("100%")), (all[..9].to_vec(), [1, 1, 0]));
    }
    // 20 bytes of IP, 32 of TCP.
    assert_eq!(left(Rule::new().longer_than(1051).loss("100%")), (all[9..].to_vec(), [9, 9, 0]));
    assert_eq!(left(Rule::new().longer_than(1052).loss("100%")), (all.clone(), [0, 0, 0]));
    let (packets, counted) = left(Rule::new().port(80).drop([1, 4, 10]));
    assert_eq!((packets.len(), counted), (7, [10, 0, 3]));
    // What is left goes on in runs.
    let mut rig = Rig::new(1, &with([Rule::new().port(80).drop([4])]));
    let runs: Vec<u32> = rig.send(THERE, &frame).iter().map(|sent| sent.wire_packets).collect();
    assert_eq!(runs, [3, 6]);
}

#[test]
fn rules_with_the_same_loss_lose_other_packets() {
    let rule = || Rule::new().protocol("udp").loss("30%");
    let lost = |impairment: &Impairment| {
        let mut rig = Rig::new(7, impairment);
        let fates: Vec<bool> = (0..20_000).map(|_| arrives(&mut rig, &udp(53))).collect();
        (fates, numbers(&rig))
    };
    let (one, found) = lost(&with([rule()]));
    assert_share(found[0][1], 20_000, 300_000);
    let (two, found) = lost(&with([rule(), rule()]));
    assert_share(found[1][1], found[1][0], 300_000);
    assert_ne!(one, two);
    let (own, _) = lost(&checked(&Faults::new().loss("30%")));
    assert_ne!(own, one);
    // The same traffic has the same fates.
    assert_eq!(lost(&with([rule(), rule()])).0, two);
    // In the second place, another rule with these draws would lose the same packets.
    let other = Rule::new().port(1).loss("50%");
    let (second, _) = lost(&with([other.clone(), rule()]));
    assert_ne!(second, one);
    assert_eq!(lost(&with([other, rule()])).0, second);
}

#[test]
fn streams_lose_the_same_marks_wherever_segments_begin() {
    let impairment = with([Rule::new().protocol("tcp").port(80).loss("5%")]);
    let look = Look { client_port: 40_000, isn: 1000, segment: STRETCH, frames: &[45] };
    let lost = transfer(&mut Rig::new(3, &impairment), look, 1_000_000);
    assert!(lost.len() > 10);
    let other = Look { client_port: 555, isn: 7, segment: 1000, frames: &[3, 20] };
    let others = transfer(&mut Rig::new(3, &impairment), other, 1_000_000);
    assert_eq!(marks(&others), marks(&lost));
    let everything = with([Rule::new().protocol("tcp").longer_than(1000).corrupt("50%")]);
    assert!(transfer(&mut Rig::new(3, &everything), look, 300_000).len() > 50);
}

#[test]
fn bursts_are_those_of_packets_that_match() {
    let rule = Rule::new().port(53).loss("20%").burst(10);
    // Of the same flow, only every third one matches.
    let rule = rule.longer_than(100);
    let mut rig = Rig::new(9, &with([rule]));
    let [short, long] =
        [20, 200].map(|payload| Spec { is_udp: true, server_port: 53, payload, ..Spec::default() });
    let mut fates = Vec::new();
    for _ in 0..60_000 {
        assert!(arrives(&mut rig, &short.build()) && arrives(&mut rig, &short.build()));
        fates.push(arrives(&mut rig, &long.build()));
    }
    let losses = fates.iter().filter(|arrives| !**arrives).count();
    let bursts = fates.windows(2).filter(|pair| pair[0] && !pair[1]).count();
    let mean = losses as f64 / bursts as f64;
    assert!((9.0..11.0).contains(&mean), "{mean}");
    assert!((10_000..14_000).contains(&losses), "{losses}");
    assert_eq!(numbers(&rig), [[60_000, losses as u64, 0]]);
}

#[test]
fn those_that_match_are_duplicated_and_corrupted() {
    let rule = || Rule::new().port(53);
    let mut rig = Rig::new(4, &with([rule().duplicate("20%"), rule().corrupt("10%")]));
    for _ in 0..10_000 {
        arrives(&mut rig, &udp(53));
    }
    let rules = counters(&rig);
    assert_eq!((rules[0].matched, rules[1].matched), (10_000, 10_000));
    assert_share(rules[0].duplicated, 10_000, 200_000);
    assert_share(rules[1].corrupted, 10_000 + rules[0].duplicated, 100_000);
    let all = rig.counters(THERE);
    assert_eq!((all.duplicated, all.corrupted), (rules[0].duplicated, rules[1].corrupted));
    // A packet arrives twice at most, and one bit of it is flipped at most.
    let every = || rule().duplicate("100%").corrupt("100%");
    let faults = Faults::new().rule(every()).rule(every());
    let mut rig = Rig::new(4, &checked(&faults));
    let sent = rig.send(THERE, &udp(53));
    assert_eq!(sent.len(), 2);
    for each in sent {
        let pairs = each.frame.bytes.iter().zip(naive::packets(&udp(53)).remove(0));
        assert_eq!(pairs.map(|(a, b)| (a ^ b).count_ones()).sum::<u32>(), 1);
    }
    let rules = counters(&rig);
    assert_eq!((rules[0].duplicated, rules[0].corrupted), (1, 2));
    assert_eq!((rules[1].matched, rules[1].acted()), (1, false));
}

#[test]
fn a_closure_sees_each_packet_and_chooses() {
    let numbered = |packet: &nsfixture_plan::PacketView<'_>| packet.payload().first() == Some(&7);
    let rule = Rule::new().protocol("udp").port(53).matching(numbered).loss("100%");
    let mut rig = Rig::new(1, &with([rule]));
    let mut frame =
        Spec { is_udp: true, server_port: 53, payload: 3000, segment: 1000, ..Spec::default() }
            .build();
    // The payload of the second datagram begins with 7.
    let payload = 14 + 20 + 8;
    for number in 0..3 {
        frame.bytes[payload + number * 1000] = 6 + number as u8;
    }
    let all = naive::packets(&frame);
    rig.send(THERE, &frame);
    assert_eq!(rig.packets(THERE), [all[0].clone(), all[2].clone()]);
    assert_eq!(numbers(&rig), [[1, 1, 0]]);
}

#[test]
fn a_closure_can_count() {
    let mut seen = 0;
    let every_other = move |_: &nsfixture_plan::PacketView<'_>| {
        seen += 1;
        seen % 2 == 0
    };
    let rule = Rule::new().port(53).matching(every_other).loss("100%");
    let mut rig = Rig::new(1, &with([rule]));
    let fates: Vec<bool> = (0..4)
        .map(|_| {
            // It is not asked about others.
            assert!(arrives(&mut rig, &udp(80)));
            arrives(&mut rig, &udp(53))
        })
        .collect();
    assert_eq!(fates, [true, false, true, false]);
}

#[test]
fn rules_that_stay_count_on() {
    let rule = || Rule::new().port(53).drop([2]);
    let first = with([rule()]);
    let mut rig = Rig::new(1, &first);
    assert!(arrives(&mut rig, &udp(53)));
    let both =
        checked(&Faults::new().delay("1ms").rule(rule()).rule(Rule::new().port(9).loss("1%")));
    rig.wire.set(THERE, both.clone(), rig.sink.now);
    assert!(!arrives(&mut rig, &udp(53)));
    assert_eq!(numbers(&rig), [[2, 0, 1], [0, 0, 0]]);
    // Without rules, nothing is matched; what they have done is still known.
    rig.wire.set(THERE, Impairment::default(), rig.sink.now);
    assert!(arrives(&mut rig, &udp(53)));
    assert_eq!(counters(&rig), []);
    let known =
        |rig: &Rig, rules: &[PacketRule]| rig.wire.rule_counters(THERE, Some(rules))[0].clone();
    assert_eq!(known(&rig, &first.rules).matched, 2);
    // Those that come back number packets from 1, and keep their counters.
    rig.wire.set(THERE, first.clone(), rig.sink.now);
    let fates: Vec<bool> = (0..3).map(|_| arrives(&mut rig, &udp(53))).collect();
    assert_eq!((fates, numbers(&rig)), (vec![true, false, true], vec![[5, 0, 2]]));
    assert_eq!(known(&rig, &with([Rule::new().port(53).drop([3])]).rules).matched, 0);
}

#[test]
fn rules_that_match_nothing_change_nothing() {
    let own = || {
        Faults::new()
            .loss("10%")
            .burst(3)
            .duplicate("5%")
            .corrupt("5%")
            .delay("2ms")
            .jitter("1ms")
            .reorder("10%")
    };
    let sent = |impairment: &Impairment| {
        let mut rig = Rig::new(8, impairment);
        for number in 0..500 {
            let spec = Spec {
                sequence: number * 10_000,
                payload: 10_000,
                segment: 1000,
                ..Spec::default()
            };
            rig.send(THERE, &spec.build());
            rig.send(THERE, &udp(53));
            rig.send(
                THERE,
                &Spec { flags: SYN, payload: 0, client_port: 77, ..Spec::default() }.build(),
            );
        }
        rig.drain();
        rig.packets(THERE)
    };
    let without = sent(&checked(&own()));
    let nothing = own()
        .rule(Rule::new().port(9).loss("50%").burst(2))
        .rule(Rule::new().icmp("echo-reply").duplicate("50%"));
    assert!(without.len() > 4000);
    assert!(sent(&checked(&nothing)) == without);
}
