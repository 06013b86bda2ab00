//! What rules have done by chance is noted, and happens again with another seed.

use nsfixture_plan::{Decider, Fates, Faults, Impairment, Random, Rule};

use super::build::Spec;
use super::fates::{OTHER, SIMPLE, exchange, fates, replay};
use super::rig::{BACK, Rig, THERE};
use super::rules::{checked, counters};
use super::stream::transfer;
use crate::wire::fault::CAPACITY;

/// Rules that do everything that they can by chance, also to the same packets.
fn rules() -> Faults {
    Faults::new()
        .rule(Rule::new().protocol("tcp").drop([3]))
        .rule(Rule::new().protocol("udp").loss("20%").burst(3))
        .rule(Rule::new().protocol("ipv4").duplicate("30%").corrupt("20%"))
        .rule(Rule::new().longer_than(30).loss("10%").burst(4).duplicate("20%").corrupt("20%"))
        .rule(Rule::new().protocol("arp").loss("30%").corrupt("30%"))
}

/// The same, and the same faults of the direction.
fn all() -> Impairment {
    let own = rules().loss("5%").duplicate("10%").corrupt("10%").reorder("10%");
    checked(&own.delay("20ms").jitter("5ms"))
}

/// Returns how often something has happened to packets by chance.
fn count(fates: &Fates, number: usize, fault: Random) -> usize {
    let fates = fates.directions().iter().flat_map(|direction| &direction.fates);
    fates.filter(|fate| fate.decider.number() == number && fate.kind.fault() == fault).count()
}

#[test]
fn rules_have_the_same_effects_again() {
    for impairment in [checked(&rules()), all()] {
        let mut first = Rig::new(1, &impairment);
        let left = exchange(&mut first);
        let noted = fates(&first);
        let of = |number| {
            [Random::Loss, Random::Duplicate, Random::Corrupt]
                .map(|fault| count(&noted, number, fault) > 3)
        };
        let expected =
            [[false; 3], [true, false, false], [false, true, true], [true; 3], [true, false, true]];
        assert_eq!([1, 2, 3, 4, 5].map(of), expected);
        let mut again = replay(&impairment, &noted);
        assert_eq!(exchange(&mut again), left);
        assert_eq!(fates(&again), noted);
        assert_eq!(counters(&again), counters(&first));
        assert_ne!(exchange(&mut Rig::new(2, &impairment)), left);
    }
}

#[test]
fn fates_of_rules_are_those_that_were_counted() {
    for impairment in [checked(&rules()), all()] {
        let mut rig = Rig::new(1, &impairment);
        exchange(&mut rig);
        let noted = fates(&rig);
        let both = [THERE, BACK].map(|direction| rig.wire.rule_counters(direction, None));
        for number in 1..=5 {
            let [there, back] = both.each_ref().map(|rules| &rules[number - 1]);
            let count = |fault| count(&noted, number, fault) as u64;
            assert_eq!(count(Random::Loss), there.lost + back.lost);
            assert_eq!(count(Random::Duplicate), there.duplicated + back.duplicated);
            assert_eq!(count(Random::Corrupt), there.corrupted + back.corrupted);
        }
    }
}

#[test]
fn streams_lose_the_same_segments_to_rules_again() {
    let tcp = || Rule::new().protocol("tcp").longer_than(500);
    for rule in [tcp().loss("5%"), tcp().loss("5%").burst(3), tcp().loss("4%").corrupt("3%")] {
        let impairment = checked(&Faults::new().loss("1%").rule(rule));
        let run = |rig: &mut Rig, look| {
            let mut lost = transfer(rig, look, 1_000_000);
            lost.sort_unstable();
            lost
        };
        let mut first = Rig::new(1, &impairment);
        let lost = run(&mut first, SIMPLE);
        let noted = fates(&first);
        assert!(count(&noted, 0, Random::Loss) > 2 && count(&noted, 1, Random::Loss) > 15);
        for look in [SIMPLE, OTHER] {
            assert_eq!(run(&mut replay(&impairment, &noted), look), lost);
        }
        assert_ne!(run(&mut Rig::new(2, &impairment), SIMPLE), lost);
    }
}

#[test]
fn nothing_else_happens_by_rules() {
    let mut rig = replay(&all(), &fates(&Rig::new(1, &all())));
    exchange(&mut rig);
    for direction in [THERE, BACK] {
        let rules = rig.wire.rule_counters(direction, None);
        assert!(rules[0].matched > 10 && rules[0].dropped == 1);
        assert!(rules[1..].iter().all(|rule| rule.matched > 10 && !rule.acted()));
    }
}

#[test]
fn what_rules_do_to_all_packets_is_not_by_chance() {
    let twice = Rule::new().port(53).duplicate("100%");
    let impairment = checked(&Faults::new().rule(twice).rule(Rule::new().port(54).loss("100%")));
    let send = |rig: &mut Rig, server_port| {
        let spec = Spec { is_udp: true, server_port, ..Spec::default() };
        rig.send(THERE, &spec.build()).len()
    };
    let mut rig = Rig::new(1, &impairment);
    assert_eq!([53, 54].map(|port| send(&mut rig, port)), [2, 0]);
    let noted = fates(&rig);
    assert!(noted.is_empty() && noted.directions()[0].rules.is_empty());
    let mut again = replay(&impairment, &noted);
    assert_eq!([53, 54].map(|port| send(&mut again, port)), [2, 0]);
}

#[test]
fn fates_of_rules_have_places_of_their_own() {
    let half = || Rule::new().protocol("udp").loss("50%");
    let both = checked(&Faults::new().rule(Rule::new().port(9).drop([1])).rule(half()));
    let datagram = Spec { is_udp: true, ..Spec::default() }.build();
    let mut rig = Rig::new(1, &both);
    let lost = (0..CAPACITY * 3).filter(|_| rig.send(THERE, &datagram).is_empty()).count();
    let noted = fates(&rig);
    assert_eq!((noted.len(), noted.missing()), (CAPACITY, (lost - CAPACITY) as u64));
    let of_rule = |decider: Decider| decider.number() == 2;
    assert!(noted.directions()[0].fates.iter().all(|fate| of_rule(fate.decider)));
    let text = noted.to_string();
    for line in [
        "rule a-b from a 2 draws loss matches udp\n".to_owned(),
        "\nlost a-b from a rule 2 udp 10.0.0.1 10.0.0.2:80 #1 client datagram ".to_owned(),
        format!("missing a-b from a rule 2 loss {}\n", lost - CAPACITY),
    ] {
        assert!(text.contains(&line), "{line}");
    }
    // Another place: what the second rule has lost is not lost by the first one.
    let mut other = replay(&checked(&Faults::new().rule(half())), &noted);
    assert!((0..100).all(|_| !other.send(THERE, &datagram).is_empty()));
}

#[test]
fn rules_that_change_keep_what_was_noted() {
    let rule = |port| checked(&Faults::new().rule(Rule::new().port(port).loss("50%")));
    let send = |rig: &mut Rig| {
        let datagram = Spec { is_udp: true, server_port: 53, ..Spec::default() }.build();
        (0..100).map(|_| rig.send(THERE, &datagram).len()).collect::<Vec<_>>()
    };
    let mut rig = Rig::new(1, &rule(53));
    let left = send(&mut rig);
    rig.wire.set(THERE, rule(54), rig.sink.now);
    let noted = fates(&rig);
    let text = noted.to_string();
    assert!(text.contains("rule a-b from a 1 draws loss matches port 53\n"), "{text}");
    assert!(text.contains("rule a-b from a 1 draws loss matches port 54\n"), "{text}");
    // A rule that becomes active in a replay has the fates that it had.
    let mut again = replay(&Impairment::default(), &noted);
    again.wire.set(THERE, rule(53), again.sink.now);
    assert_eq!(send(&mut again), left);
}
