//! Wrong rules.

use nsfixture::{Faults, Lan, Link, Rule, Topology};

use super::Case;

fn case(name: &'static str, faults: fn(Link) -> Link) -> Case {
    (name, Topology::new().link(faults(Link::new("a", "b"))))
}

pub(super) fn all() -> Vec<Case> {
    [matchers(), rules(), lans()].concat()
}

fn matchers() -> Vec<Case> {
    vec![
        case("rule_protocol_unknown", |link| link.rule(Rule::new().protocol("tpc").loss("1%"))),
        case("rule_icmp_unknown", |link| link.rule(Rule::new().icmp("ping").loss("1%"))),
        case("rule_flags_unknown", |link| {
            link.rule(Rule::new().protocol("tcp").flags("SYN").loss("1%"))
        }),
        case("rule_flags_without_tcp", |link| link.rule(Rule::new().flags("syn").loss("1%"))),
        case("rule_port_zero", |link| link.rule(Rule::new().port(0).loss("1%"))),
        case("rule_port_of_icmp", |link| {
            link.rule(Rule::new().icmp("echo-reply").port(7).loss("1%"))
        }),
        case("rule_icmp_of_udp", |link| {
            link.rule(Rule::new().protocol("udp").icmp("echo-reply").loss("1%"))
        }),
        case("rule_length_of_arp", |link| {
            link.rule(Rule::new().protocol("arp").shorter_than(100).loss("1%"))
        }),
        case("rule_lengths", |link| {
            link.rule(Rule::new().longer_than(500).shorter_than(400).loss("1%"))
        }),
        case("rule_length_mtu", |link| {
            link.mtu(1400).rule(Rule::new().longer_than(1400).loss("1%"))
        }),
    ]
}

fn rules() -> Vec<Case> {
    vec![
        case("rule_empty", |link| link.rule(Rule::new())),
        case("rule_without_matcher", |link| link.rule(Rule::new().loss("1%"))),
        case("rule_without_fault", |link| link.rule(Rule::new().protocol("udp"))),
        case("rule_faults", |link| {
            link.rule(Rule::new().port(53).loss("1").drop([0, 2]).burst(0)).from(
                "b",
                Faults::new()
                    .rule(Rule::new().port(1).loss("0%"))
                    .rule(Rule::new().port(2).loss("80%").burst(1)),
            )
        }),
        case("rule_host_unknown", |link| {
            link.rule(Rule::new().host("c").loss("1%"))
                .from("a", Faults::new().rule(Rule::new().host("B").loss("1%")))
        }),
    ]
}

fn lans() -> Vec<Case> {
    let rule = || Rule::new().protocol("udp").flags("fin").corrupt("5");
    vec![(
        "rule_lan",
        Topology::new().lan(Lan::new(["alice", "bob", "carol"]).rule(rule().host("alcie"))),
    )]
}
