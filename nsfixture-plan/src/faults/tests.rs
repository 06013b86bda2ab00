//! Faults by themselves and on segments, through the builder.

use std::time::Duration;

use crate::impairment::{Aqm, Distribution, Impairment, OutageTimes, PacketRule, Ppm, Queue};
use crate::matcher::{Matcher, Protocol};
use crate::plan::Plan;
use crate::topology::{Faults, Lan, Link, Outage, Rule, Topology};

/// Checks the mistakes in faults by themselves: the key of each, and its message.
#[track_caller]
fn check(faults: &Faults, expected: &[&str]) {
    let found: Vec<String> = match faults.check() {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found, expected, "{faults:?}");
}

fn impairments(topology: &Topology) -> Vec<Option<[Impairment; 2]>> {
    let plan = Plan::new(topology).unwrap_or_else(|problems| panic!("{problems}"));
    let wires = plan.cables.into_iter().map(|cable| cable.wire);
    wires.map(|wire| wire.map(|wire| wire.impairments)).collect()
}

fn problems(topology: &Topology) -> Vec<String> {
    let problems = Plan::new(topology).expect_err("a wrong topology");
    problems.iter().map(|problem| format!("{:?} {problem}", problem.location())).collect()
}

fn ppm(ppm: u32) -> Ppm {
    Ppm::new(ppm).expect("at most all packets")
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn every_value_is_used() {
    let rule = Rule::new().protocol("udp").loss("1%");
    let faults = Faults::new()
        .delay("20ms")
        .jitter("5ms")
        .distribution("normal")
        .reorder("25%")
        .loss("1%")
        .burst(5)
        .drop([7, 2, 3])
        .drop_every(5)
        .outage(Outage::new().after("2s").lasts("500ms").every("5s"))
        .flap(Outage::new().lasts("100ms"))
        .blackhole_above(1280)
        .duplicate("0.5%")
        .corrupt("0.1%")
        .rate("10mbit")
        .queue("100ms")
        .aqm("codel")
        .rule(rule.clone());
    let expected = Impairment {
        delay: millis(20),
        jitter: millis(5),
        distribution: Distribution::Normal,
        reorder: ppm(250_000),
        loss: ppm(10_000),
        burst: 5.try_into().ok(),
        drop: [2, 3, 7].map(|packet| packet.try_into().expect("not zero")).to_vec(),
        drop_every: 5.try_into().ok(),
        outage: Some(OutageTimes {
            after: millis(2_000),
            lasts: millis(500),
            every: Some(millis(5_000)),
        }),
        blackhole_above: 1280.try_into().ok(),
        path_mtu: None,
        flap: Some(OutageTimes { after: Duration::ZERO, lasts: millis(100), every: None }),
        duplicate: ppm(5_000),
        corrupt: ppm(1_000),
        rate: 10_000_000.try_into().ok(),
        trace: None,
        queue: Queue::Time(millis(100)),
        aqm: Aqm::CoDel,
        rules: vec![PacketRule {
            matcher: Matcher { protocol: Some(Protocol::Udp), ..Matcher::default() },
            impairment: Impairment { loss: ppm(10_000), ..Impairment::default() },
            text: rule.to_string(),
        }],
    };
    assert_eq!(faults.check(), Ok(expected));
    let traced = Faults::new().trace("1\n5\n").queue("10packets").aqm("codel").check();
    let schedule = traced.expect("valid").trace.expect("a trace");
    assert_eq!((schedule.len(), schedule.period()), (2, millis(5)));
    assert_eq!(Faults::new().check(), Ok(Impairment::default()));
    let half = Faults::new().rtt("45ms").check().map(|impairment| impairment.delay);
    assert_eq!(half, Ok(Duration::from_micros(22_500)));
}

#[test]
fn a_trace_is_one_of_the_two() {
    let both = "`rate` and `trace` both set when packets are sent: remove one of the two";
    check(&Faults::new().rate("1mbit").trace("1\n"), &[both]);
    let descending = "line 2 of the trace: 4 is before 5: times are in ascending order";
    check(&Faults::new().trace("5\n4\n").queue("5packets"), &[descending]);
    // A file that has not been read may be anything.
    check(&Faults::new().trace("none.up").queue("5packets"), &[]);
    let mut missing = Faults::new().trace("none.up");
    missing.read_trace(&mut |_| Err("it is gone".to_owned()));
    check(&missing, &["cannot read trace \"none.up\": it is gone"]);
    let mut wrong = Faults::new().trace("some.up");
    wrong.read_trace(&mut |_| Ok("1\nx".to_owned()));
    check(&wrong, &["line 2 of \"some.up\": expected a number of milliseconds, found \"x\""]);
}

#[test]
fn a_trace_overrides_a_rate() {
    let check = |link: Link, expected: [(bool, bool); 2]| {
        let wires = impairments(&Topology::new().link(link));
        let [Some(directions)] = &wires[..] else { panic!("one cable that can be impaired") };
        let found = directions.each_ref().map(|of| (of.rate.is_some(), of.trace.is_some()));
        assert_eq!(found, expected);
    };
    let (rate, trace) = ((true, false), (false, true));
    let wire = || Link::new("a", "b");
    check(wire().rate("1mbit").from("a", Faults::new().trace("1\n")), [trace, rate]);
    check(wire().trace("1\n").from("a", Faults::new().rate("1mbit")), [rate, trace]);
    check(wire().condition("3g").trace("1\n"), [trace, trace]);
    check(wire().trace("1\n").from("b", Faults::new().condition("3g")), [trace, rate]);
}

#[test]
fn a_black_hole_is_below_the_mtu() {
    check(&Faults::new().blackhole_above(9000), &[]);
    let message = "nothing would pass with a `blackhole_above` of zero: write `loss = \"100%\"` to lose all packets";
    check(&Faults::new().blackhole_above(0), &[message]);
    let link = || Link::new("a", "b").mtu(1400);
    let message = |bytes| {
        format!(
            "Option {{ segment: 0, key: \"blackhole_above\", item: 0 }} `blackhole_above = {bytes}` does nothing \
             with MTU 1400: reduce it, or increase `mtu`"
        )
    };
    assert!(Plan::new(&Topology::new().link(link().blackhole_above(1399))).is_ok());
    assert_eq!(problems(&Topology::new().link(link().blackhole_above(1400))), [message(1400)]);
}

#[test]
fn a_flap_is_one_of_the_whole_cable() {
    let flap = || Faults::new().flap(Outage::new().lasts("500ms"));
    assert!(flap().need_whole_cable() && !Faults::new().need_whole_cable());
    let needs = "`flap` needs `lasts`: add `lasts = \"500ms\"`; `Cable::unplug` takes the carriers for good";
    check(&Faults::new().flap(Outage::new()), &[needs]);
    let never = "flaps of 5s every 5s never end: reduce `lasts`, or increase `every`";
    check(&Faults::new().flap(Outage::new().lasts("5s").every("5s")), &[never]);
    let at = "FromOption { segment: 0, from: 0, key: \"flap\", item: 0 }";
    let whole = "`flap` is a fault of the whole cable, not of packets from one host: write it outside of `from`";
    let link = Link::new("a", "b").from("b", flap());
    assert_eq!(problems(&Topology::new().link(link)), [format!("{at} {whole}")]);
    let [from_switch, from_a] =
        impairments(&Topology::new().lan(Lan::new(["a", "b"]).flap(Outage::new().lasts("500ms"))))
            [0]
        .clone()
        .expect("it can be impaired");
    assert!(from_switch.flap.is_none() && from_a.flap.is_some());
}

#[test]
fn a_path_mtu_is_one_of_a_link() {
    let range = |mtu, with, min| {
        format!("path MTU {mtu} is out of range{with}: write at least {min}, and less than the MTU")
    };
    check(&Faults::new().path_mtu(68), &[]);
    check(&Faults::new().path_mtu(67), &[&range(67, "", 68)]);
    let both = "`blackhole_above` loses packets in silence, and `path_mtu` tells their senders: remove one of the two";
    check(&Faults::new().path_mtu(1280).blackhole_above(1000), &[both]);
    assert!(Faults::new().path_mtu(1279).check_link(None, false).is_ok());
    assert!(Faults::new().path_mtu(1279).check_link(None, true).is_err());

    let at = "Option { segment: 0, key: \"path_mtu\", item: 0 }";
    let link = |mtu| Link::new("a", "b").mtu(1400).path_mtu(mtu);
    let problems = |link: Link| problems(&Topology::new().link(link));
    let is_right = |link: Link| Plan::new(&Topology::new().link(link)).is_ok();
    assert!(is_right(link(1280)) && is_right(link(1399)));
    assert_eq!(problems(link(1279)), [format!("{at} {}", range(1279, " with IPv6", 1280))]);
    assert!(is_right(link(1279).family("ipv4")));
    let above = "`path_mtu = 1400` does nothing with MTU 1400: reduce it, or increase `mtu`";
    assert_eq!(problems(link(1400)), [format!("{at} {above}")]);
    let from = "FromOption { segment: 0, from: 0, key: \"blackhole_above\", item: 0 }";
    let hole = Faults::new().blackhole_above(1000);
    assert_eq!(problems(link(1280).from("b", hole)), [format!("{from} {both}")]);
}

#[test]
fn an_outage_ends() {
    let check = |outage: Outage, expected: &[&str]| {
        check(&Faults::new().outage(outage), expected);
    };
    let lasts = |lasts: &str| Outage::new().lasts(lasts);
    check(lasts("1h"), &[]);
    check(lasts("500ms").every("501ms"), &[]);
    let message =
        "`outage` needs `lasts`: add `lasts = \"500ms\"`; `loss = \"100%\"` loses all packets";
    check(Outage::new(), &[message]);
    check(Outage::new().after("2s").every("5s"), &[message]);
    let never = |lasts: &str, every: &str| {
        format!("outages of {lasts} every {every} never end: reduce `lasts`, or increase `every`")
    };
    check(lasts("500ms").every("500ms"), &[&never("500ms", "500ms")]);
    check(lasts("6s").every("5s"), &[&never("6s", "5s")]);
    check(
        lasts("0s").after("0ms").every("0s"),
        &["after", "lasts", "every"].map(zero).each_ref().map(String::as_str),
    );
    check(
        lasts("500").after("2 s").every("2h"),
        &[
            "invalid after \"2 s\": write a number with a unit (`ns`, `us`, `ms`, `s`, `m`, `h`), such as \
             \"20ms\" or \"1.5s\"",
            "`lasts` needs a unit: write `lasts = \"500ms\"`",
            "every \"2h\" is too long: write at most \"1h\"",
        ],
    );
}

fn zero(key: &str) -> String {
    format!("`{key}` is zero and does nothing: remove it")
}

#[test]
fn values_that_do_nothing_are_reported() {
    check(&Faults::new().delay("0ms"), &[&zero("delay")]);
    check(&Faults::new().rtt("0s"), &[&zero("rtt")]);
    check(&Faults::new().loss("0%"), &[&zero("loss")]);
    check(&Faults::new().loss("1%").burst(0), &[&zero("burst")]);
    check(&Faults::new().duplicate("0%"), &[&zero("duplicate")]);
    check(&Faults::new().corrupt("0.0%"), &[&zero("corrupt")]);
    check(&Faults::new().delay("1ms").jitter("0ms"), &[&zero("jitter")]);
    check(&Faults::new().delay("1ms").reorder("0%"), &[&zero("reorder")]);
    check(&Faults::new().drop_every(0), &[&zero("drop_every")]);
    check(&Faults::new().drop([]), &["`drop` without packets does nothing: remove it"]);
    let passes = |key| {
        format!(
            "nothing would pass with a `{key}` of zero: write `loss = \"100%\"` to lose all packets"
        )
    };
    check(&Faults::new().rate("0mbit"), &[&passes("rate")]);
    check(&Faults::new().rate("1mbit").queue("0packets"), &[&passes("queue")]);
}

#[test]
fn values_without_those_that_they_need_are_reported() {
    let without = |key, needs, form| {
        format!("`{key}` does nothing without `{needs}`: add `{form}`, or remove it")
    };
    let delay = |key| without(key, "delay", "delay = \"20ms\"");
    let rate = |key| without(key, "rate", "rate = \"10mbit\"");
    check(&Faults::new().jitter("5ms"), &[&delay("jitter")]);
    check(&Faults::new().reorder("5%"), &[&delay("reorder")]);
    check(
        &Faults::new().delay("5ms").distribution("pareto"),
        &[&without("distribution", "jitter", "jitter = \"5ms\"")],
    );
    check(&Faults::new().burst(5), &[&without("burst", "loss", "loss = \"1%\"")]);
    check(&Faults::new().queue("50packets"), &[&rate("queue")]);
    check(&Faults::new().aqm("codel"), &[&rate("aqm")]);
    // The other one is there, but wrong.
    check(
        &Faults::new().delay("20").jitter("5ms"),
        &["`delay` needs a unit: write `delay = \"20ms\"`"],
    );
}

#[test]
fn values_that_contradict_each_other_are_reported() {
    check(
        &Faults::new().delay("5ms").jitter("6ms"),
        &[
            "jitter 6ms exceeds delay 5ms: a packet cannot arrive before it is sent; reduce the jitter, or \
             increase the delay",
        ],
    );
    check(&Faults::new().delay("5ms").jitter("6ms").distribution("pareto"), &[]);
    check(&Faults::new().delay("5ms").jitter("5ms"), &[]);
    check(
        &Faults::new().delay("5ms").rtt("10ms"),
        &["`rtt` and `delay` set the same delay: remove one of the two"],
    );
    check(
        &Faults::new().loss("60%").burst(1),
        &[
            "bursts of 1 can lose at most 50% of the packets, found 60%: increase `burst`, or reduce `loss`",
        ],
    );
    check(&Faults::new().loss("50%").burst(1), &[]);
    check(&Faults::new().loss("100%").burst(1), &[]);
}

#[test]
fn invalid_values_are_reported() {
    check(
        &Faults::new().delay("61m").rtt("121m"),
        &[
            "delay \"61m\" is too long: write at most \"1h\"",
            "`rtt` and `delay` set the same delay: remove one of the two",
            "rtt \"121m\" is too long: write at most \"2h\"",
        ],
    );
    check(
        &Faults::new().drop([1, 0, 3, 1]),
        &[
            "no packet 0: `drop` counts packets from 1, in the order of arrival",
            "duplicate packet 1 in `drop`",
        ],
    );
    check(
        &Faults::new().rate("1mbit").aqm("codl"),
        &["invalid aqm \"codl\": did you mean \"codel\"?"],
    );
    check(
        &Faults::new().rate("1mbit").aqm("red"),
        &["invalid aqm \"red\": expected one of \"codel\", \"drop-tail\""],
    );
    check(
        &Faults::new().delay("1ms").jitter("1ms").distribution("gauss"),
        &["invalid distribution \"gauss\": expected one of \"uniform\", \"normal\", \"pareto\""],
    );
    check(&Faults::new().condition("5g"), &["invalid condition \"5g\": did you mean \"4g\"?"]);
}

#[test]
fn conditions_have_two_directions() {
    let dsl = Faults::new().condition("dsl");
    let [up, down] = dsl.check_link(None, true).expect("it is known");
    assert_eq!(dsl.check(), Ok(up.clone()));
    assert_eq!((up.delay, down.delay), (millis(25), millis(25)));
    assert_eq!((up.rate, down.rate), (384_000.try_into().ok(), 1_500_000.try_into().ok()));

    let lossy = Topology::new().link(Link::new("home", "isp").condition("3g-lossy").loss("0%"));
    let found = impairments(&lossy);
    let [up, down] = found[0].as_ref().expect("a wire");
    assert_eq!((up.rate, down.rate), (200_000.try_into().ok(), 900_000.try_into().ok()));
    assert_eq!((up.loss, down.loss), (Ppm::NONE, Ppm::NONE));
}

#[test]
fn a_link_has_faults_in_both_directions() {
    let link = Link::new("a", "b").delay("20ms").loss("1%");
    let found = impairments(&Topology::new().link(link.clone()));
    let both = Impairment { delay: millis(20), loss: ppm(10_000), ..Impairment::default() };
    assert_eq!(found, [Some([both.clone(), both.clone()])]);

    let slow_up = link.from("b", Faults::new().rate("1mbit").loss("0%"));
    let found = impairments(&Topology::new().link(slow_up));
    let rate = 1_000_000.try_into().ok();
    let up = Impairment { delay: millis(20), rate, ..Impairment::default() };
    assert_eq!(found, [Some([both, up])]);
}

#[test]
fn a_lan_has_faults_from_each_host() {
    let none = Impairment::default;
    let delayed = |ms| Some([none(), Impairment { delay: millis(ms), ..none() }]);
    let lan = || Lan::new(["a", "b", "c"]);
    let own = lan().from("b", Faults::new().delay("50ms"));
    assert_eq!(impairments(&Topology::new().lan(own.clone())), [None, delayed(50), None]);
    let own = own.delay("1ms");
    assert_eq!(impairments(&Topology::new().lan(own)), [delayed(1), delayed(50), delayed(1)]);
    let rtt = lan().rtt("40ms");
    assert_eq!(impairments(&Topology::new().lan(rtt)), [delayed(20), delayed(20), delayed(20)]);
}

#[test]
fn cables_can_be_prepared_for_faults() {
    let prepared = || Some([Impairment::default(), Impairment::default()]);
    let two = || Topology::new().link(("a", "b"));
    assert_eq!(impairments(&two()), [None]);
    assert_eq!(impairments(&two().faults().lan(["c", "d"])), [prepared(), prepared(), prepared()]);
    let one = two().link(Link::new("b", "c").faults()).lan(Lan::new(["c"]).faults());
    assert_eq!(impairments(&one), [None, prepared(), prepared()]);
}

#[test]
fn the_seed_is_kept() {
    let seed = |topology: &Topology| Plan::new(topology).map(|plan| plan.seed);
    assert_eq!(seed(&Topology::new().host("a")), Ok(None));
    assert_eq!(seed(&Topology::new().host("a").seed(42)), Ok(Some(42)));
}

#[test]
fn mistakes_are_reported_once_and_at_their_options() {
    let lan = Lan::new(["a", "b", "c"]).jitter("5ms").from("b", Faults::new().delay("1ms"));
    assert_eq!(
        problems(&Topology::new().lan(lan)),
        [
            "Option { segment: 0, key: \"jitter\", item: 0 } `jitter` does nothing without `delay`: add \
             `delay = \"20ms\"`, or remove it",
            "FromOption { segment: 0, from: 0, key: \"delay\", item: 0 } jitter 5ms exceeds delay \
             1ms: a packet cannot arrive before it is sent; reduce the jitter, or increase the delay",
        ]
    );
    let link = Link::new("alice", "bob")
        .from("bpb", Faults::new().loss("5"))
        .from("alice", Faults::new())
        .from("alice", Faults::new().drop([1, 0]));
    assert_eq!(
        problems(&Topology::new().link(link)),
        [
            "From { segment: 0, from: 0 } no host named `bpb` on this link: did you mean `bob`?",
            "FromOption { segment: 0, from: 0, key: \"loss\", item: 0 } `loss` needs a unit: write `loss = \
             \"5%\"`",
            "From { segment: 0, from: 1 } nothing happens to the packets from `alice`: add an option, such \
             as `rate = \"10mbit\"`, or remove `from`",
            "From { segment: 0, from: 2 } duplicate `from` for `alice` on this link: write all its options \
             in one",
            "FromOption { segment: 0, from: 2, key: \"drop\", item: 1 } no packet 0: `drop` counts packets \
             from 1, in the order of arrival",
        ]
    );
}
