//! Rules by themselves and in topologies, through the builder.

use crate::impairment::{Impairment, Ppm};
use crate::matcher::{IcmpKind, Matcher, Protocol, TcpFlags};
use crate::plan::Plan;
use crate::topology::{Faults, Lan, Link, Rule, Topology};

/// Checks the mistakes in a rule of a topology.
#[track_caller]
fn check(rule: Rule, expected: &[&str]) {
    let text = rule.to_string();
    let topology = Topology::new().link(Link::new("alice", "bob").rule(rule));
    let found: Vec<String> = match Plan::new(&topology) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found, expected, "{text}");
}

/// A rule that is right but for its matchers.
fn lossy(matchers: impl FnOnce(Rule) -> Rule) -> Rule {
    matchers(Rule::new()).loss("10%")
}

fn rules(topology: &Topology) -> Vec<[Vec<String>; 2]> {
    let plan = Plan::new(topology).unwrap_or_else(|problems| panic!("{problems}"));
    let wires = plan.cables.into_iter().filter_map(|cable| cable.wire);
    let texts = |impairment: Impairment| impairment.rules.into_iter().map(|rule| rule.text);
    wires.map(|wire| wire.impairments.map(|impairment| texts(impairment).collect())).collect()
}

#[test]
fn every_matcher_and_fault_is_used() {
    let rule = Rule::new().host("a").protocol("tcp").port(80).flags("syn-ack").longer_than(60);
    let rule = rule.shorter_than(1000).loss("5%").burst(3).drop([4, 1]).drop_every(7);
    let rule = rule.duplicate("2%").corrupt("1%");
    let impairment = Faults::new().rule(rule).check().expect("it is right");
    let [rule] = &impairment.rules[..] else { panic!("{impairment:?}") };
    let Matcher { host, protocol, port, flags, .. } = &rule.matcher;
    assert_eq!(host.as_ref().map(|host| host.name.as_str()), Some("a"));
    assert_eq!((*protocol, *flags), (Some(Protocol::Tcp), Some(TcpFlags::SynAck)));
    assert_eq!(port.map(u16::from), Some(80));
    assert_eq!((rule.matcher.longer_than, rule.matcher.shorter_than), (Some(60), Some(1000)));
    let ppm = |percent: u32| Ppm::new(percent * 10_000).expect("a share");
    let expected = Impairment {
        loss: ppm(5),
        burst: 3.try_into().ok(),
        drop: [1, 4].map(|packet| packet.try_into().expect("not zero")).to_vec(),
        drop_every: 7.try_into().ok(),
        duplicate: ppm(2),
        corrupt: ppm(1),
        ..Impairment::default()
    };
    assert_eq!(rule.impairment, expected);
    let impairment = Faults::new().rule(lossy(|rule| rule.icmp("frag-needed"))).check();
    assert_eq!(impairment.expect("it is right").rules[0].matcher.icmp, Some(IcmpKind::FragNeeded));
}

#[test]
fn rules_are_shown_in_a_few_words() {
    let rule = lossy(|rule| rule.protocol("udp").port(53));
    let impairment = Faults::new().delay("20ms").rule(rule).rule(lossy(|rule| rule.host("a")));
    let impairment = impairment.check().expect("it is right");
    assert_eq!(impairment.to_string(), "20ms, 10% loss of (udp, port 53), 10% loss of (host a)");
}

#[test]
fn hosts_have_all_their_addresses() {
    let to_b = lossy(|rule| rule.host("b"));
    let topology = Topology::new()
        .link(Link::new("a", "gw").rule(to_b))
        .link((("gw", "10.9.0.1/30"), ("b", "10.9.0.2/30")))
        .lan(["b", "c"])
        .router("gw");
    let plan = Plan::new(&topology).expect("it is right");
    let wire = plan.cables[0].wire.as_ref().expect("it has faults");
    for impairment in &wire.impairments {
        let host = impairment.rules[0].matcher.host.as_ref().expect("it is set");
        let b = plan.nodes.iter().find(|node| node.name.as_str() == "b").expect("it is there");
        assert_eq!(host.addrs.len(), b.addrs().count() + b.interfaces.len());
        assert!(b.addrs().all(|addr| host.addrs.contains(&addr.addr())));
        assert!(b.interfaces.iter().all(|own| host.addrs.contains(&own.link_local().into())));
    }
}

#[test]
fn those_from_a_host_replace_those_of_the_segment() {
    let (one, other) = (lossy(|rule| rule.port(1)), lossy(|rule| rule.port(2)));
    let link = Link::new("a", "b").rule(one.clone()).rule(other.clone());
    let both = vec![one.to_string(), other.to_string()];
    assert_eq!(rules(&Topology::new().link(link.clone())), [[both.clone(), both.clone()]]);
    let link = link.from("b", Faults::new().rule(other.clone()));
    assert_eq!(rules(&Topology::new().link(link)), [[both.clone(), vec![other.to_string()]]]);
    let link = Link::new("a", "b").rule(one.clone()).from("b", Faults::new().delay("1ms"));
    let one = vec![one.to_string()];
    assert_eq!(rules(&Topology::new().link(link)), [[one.clone(), one.clone()]]);
    let lan = Lan::new(["a", "b"]).rule(other.clone());
    let other = vec![other.to_string()];
    assert_eq!(rules(&Topology::new().lan(lan)), [[vec![], other.clone()], [vec![], other]]);
}

#[test]
fn rules_without_matchers_or_faults_are_reported() {
    let no_matcher = "a rule needs packets to match: add `protocol = \"udp\"`, or another matcher; faults of all \
                      packets are written without `rule`";
    let no_fault = "a rule without faults does nothing: add `loss = \"10%\"`, or another fault";
    check(Rule::new().loss("1%"), &[no_matcher]);
    check(Rule::new().port(53), &[no_fault]);
    check(Rule::new(), &[no_matcher, no_fault]);
    let closure = "a rule with a closure can be set at run time only: give it to `set` or `impair` of a cable";
    check(lossy(|rule| rule.matching(|_| true)), &[closure]);
    assert!(Faults::new().rule(lossy(|rule| rule.matching(|_| true))).check().is_ok());
}

#[test]
fn faults_of_rules_are_checked_like_others() {
    let rule = || Rule::new().port(53);
    check(rule().loss("5"), &["`loss` needs a unit: write `loss = \"5%\"`"]);
    check(rule().loss("0%"), &["`loss` is zero and does nothing: remove it"]);
    check(
        rule().drop([0]),
        &["no packet 0: `drop` counts packets from 1, in the order of arrival"],
    );
    check(rule().drop_every(0), &["`drop_every` is zero and does nothing: remove it"]);
    check(
        rule().burst(5),
        &["`burst` does nothing without `loss`: add `loss = \"1%\"`, or remove it"],
    );
    check(
        rule().loss("60%").burst(1),
        &[
            "bursts of 1 can lose at most 50% of the packets, found 60%: increase `burst`, or reduce `loss`",
        ],
    );
}

#[test]
fn unknown_words_are_reported() {
    check(lossy(|rule| rule.protocol("udq")), &["invalid protocol \"udq\": did you mean \"udp\"?"]);
    check(
        lossy(|rule| rule.protocol("tcp").flags("sin")),
        &["invalid flags \"sin\": did you mean \"syn\"?"],
    );
    check(
        lossy(|rule| rule.protocol("TCP")),
        &["invalid protocol \"TCP\": it is called \"tcp\" here"],
    );
    check(
        lossy(|rule| rule.icmp("echo-requst")),
        &["invalid icmp \"echo-requst\": did you mean \"echo-request\"?"],
    );
    check(
        lossy(|rule| rule.icmp("packet-too-big")),
        &["invalid icmp \"packet-too-big\": it is called \"frag-needed\" here"],
    );
    check(
        lossy(|rule| rule.host("alise")),
        &["no host named `alise` in this network: did you mean `alice`?"],
    );
    check(
        lossy(|rule| rule.host("somebody")),
        &["no host named `somebody` in this network (hosts: alice, bob)"],
    );
    check(lossy(|rule| rule.port(0)), &["port 0 is out of range: 1 to 65535"]);
}

#[test]
fn matchers_that_contradict_each_other_are_reported() {
    let no_port = |protocol: &str| {
        format!(
            "packets of the protocol \"{protocol}\" have no port: `port` goes with `protocol = \"tcp\"` or `protocol \
             = \"udp\"`, or with neither for both"
        )
    };
    for protocol in ["icmp", "arp", "ipv6"] {
        check(lossy(|rule| rule.protocol(protocol).port(53)), &[&no_port(protocol)]);
    }
    check(lossy(|rule| rule.icmp("echo-reply").port(53)), &[&no_port("icmp")]);
    for protocol in ["tcp", "udp"] {
        check(lossy(|rule| rule.protocol(protocol).port(53)), &[]);
    }
    check(
        lossy(|rule| rule.protocol("udp").icmp("echo-reply")),
        &[
            "packets of the protocol \"udp\" have no ICMP type: write `protocol = \"icmp\"`, or remove one of the two",
        ],
    );
    check(lossy(|rule| rule.flags("syn")), &["`flags` are those of TCP: add `protocol = \"tcp\"`"]);
    check(
        lossy(|rule| rule.protocol("udp").flags("syn")),
        &[
            "packets of the protocol \"udp\" have no TCP flags: write `protocol = \"tcp\"`, or remove `flags`",
        ],
    );
    check(
        lossy(|rule| rule.protocol("arp").longer_than(20)),
        &[
            "`longer_than` is a length of IP packets, and ARP packets are none: remove one of the two",
        ],
    );
}

#[test]
fn lengths_that_no_packet_has_are_reported() {
    let none = |longer: u32, shorter: u32| {
        format!(
            "no packet is longer than {longer} and shorter than {shorter} bytes: reduce `longer_than`, or increase \
             `shorter_than`"
        )
    };
    check(lossy(|rule| rule.longer_than(100).shorter_than(100)), &[&none(100, 100)]);
    check(lossy(|rule| rule.longer_than(100).shorter_than(101)), &[&none(100, 101)]);
    check(lossy(|rule| rule.longer_than(100).shorter_than(102)), &[]);
    check(lossy(|rule| rule.longer_than(1499)), &[]);
    check(
        lossy(|rule| rule.longer_than(1500)),
        &["`longer_than = 1500` matches nothing with MTU 1500: reduce it, or increase `mtu`"],
    );
    let header = |bytes: u32| {
        format!("no IP packet is shorter than its header, {bytes} bytes: increase `shorter_than`")
    };
    check(lossy(|rule| rule.shorter_than(21)), &[]);
    check(lossy(|rule| rule.shorter_than(20)), &[&header(20)]);
    check(lossy(|rule| rule.protocol("ipv6").shorter_than(40)), &[&header(40)]);
    // Without a cable there is no MTU.
    assert!(Faults::new().rule(lossy(|rule| rule.longer_than(9000))).check().is_ok());
}
