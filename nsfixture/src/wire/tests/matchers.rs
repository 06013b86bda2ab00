//! Which packets each matcher is about, wherever their headers are.

use std::net::IpAddr;
use std::slice::from_ref;

use nsfixture_plan::{MatchedHost, Rule};

use super::build::{ACK, FIN, Owned, PSH, SYN, Spec, arp, fragment, icmp};
use super::headers::fragment6;
use super::rig::{Rig, THERE};
use super::rules::with;
use crate::wire::Offload;

const RST: u8 = 0x04;
const ECE: u8 = 0x40;
const CWR: u8 = 0x80;

/// Asserts which frames a rule matches.
#[track_caller]
fn check(rule: Rule, expected: bool, frames: &[Owned]) {
    let impairment = with([rule.loss("100%")]);
    let mut rig = Rig::new(1, &impairment);
    for frame in frames {
        assert_eq!(rig.send(THERE, frame).is_empty(), expected, "{impairment}: {frame:?}");
    }
}

/// Frames with the same content, with tags, options and extension headers.
fn shapes(spec: Spec) -> Vec<Owned> {
    let shape = |number: usize| Spec {
        is_v6: number % 2 == 1,
        has_options: number / 2 % 2 == 1,
        tags: number / 4,
        ..spec
    };
    (0..12).map(|number| shape(number).build()).collect()
}

fn flags(flags: u8, payload: usize) -> Vec<Owned> {
    shapes(Spec { flags, payload, ..Spec::default() })
}

#[test]
fn protocols() {
    let tcp = shapes(Spec::default());
    let udp = shapes(Spec { is_udp: true, ..Spec::default() });
    let echo = [icmp(false, 8), icmp(true, 128)];
    let [v4, v6] = [false, true].map(|is_v6| Spec { is_v6, tags: 1, ..Spec::default() }.build());
    let rule = |name: &str| Rule::new().protocol(name);
    for (name, frames) in [("tcp", &tcp[..]), ("udp", &udp), ("icmp", &echo), ("arp", &[arp()])] {
        for all in [&tcp[..], &udp, &echo, &[arp()]] {
            check(
                rule(name),
                std::ptr::eq(all, frames) || (name, all) == ("arp", &[arp()][..]),
                all,
            );
        }
    }
    check(rule("ipv4"), true, &[v4.clone(), icmp(false, 8), fragment(800)]);
    check(rule("ipv4"), false, &[v6.clone(), arp()]);
    check(rule("ipv6"), true, &[v6, icmp(true, 135)]);
    check(rule("ipv6"), false, &[v4.clone(), arp()]);
    let mut other = v4;
    for (number, name) in [(2, "igmp"), (132, "sctp")] {
        other.bytes[18 + 9] = number;
        other.offload = Offload::default();
        check(rule(name), true, &[other.clone()]);
        check(rule("tcp"), false, &[other.clone()]);
    }
    // ICMP of the other version is none.
    let mut wrong = icmp(true, 8);
    wrong.bytes[20] = 1;
    check(rule("icmp"), false, &[wrong]);
}

#[test]
fn ports_are_those_of_either_end() {
    for is_udp in [false, true] {
        let frames = shapes(Spec { is_udp, server_port: 53, client_port: 4000, ..Spec::default() });
        check(Rule::new().port(53), true, &frames);
        check(Rule::new().port(4000), true, &frames);
        check(Rule::new().port(54), false, &frames);
        let name = if is_udp { "udp" } else { "tcp" };
        check(Rule::new().protocol(name).port(53), true, &frames);
        let other = if is_udp { "tcp" } else { "udp" };
        check(Rule::new().protocol(other).port(53), false, &frames);
    }
    check(Rule::new().port(2048), false, &[icmp(false, 8), arp()]);
}

#[test]
fn fragments_have_no_ports_except_the_first() {
    let rule = || Rule::new().protocol("udp");
    let later = [fragment(800), fragment6(800, true), fragment6(800, false)];
    let first = [fragment(0), fragment6(0, true)];
    check(rule(), true, &first);
    check(rule(), true, &later);
    check(rule().port(80), true, &first);
    check(rule().port(80), false, &later);
    check(Rule::new().longer_than(100), true, &later);
    // The first fragment of a TCP segment has flags, too.
    let mut tcp = Spec { flags: SYN, ..Spec::default() }.build();
    tcp.offload = Offload::default();
    tcp.bytes[20] = 0x20;
    check(Rule::new().protocol("tcp").flags("syn").port(80), true, &[tcp.clone()]);
    tcp.bytes[21] = 10;
    check(Rule::new().protocol("tcp"), true, &[tcp.clone()]);
    check(Rule::new().protocol("tcp").flags("syn"), false, &[tcp.clone()]);
    check(Rule::new().port(80), false, &[tcp]);
    let mut echo = icmp(false, 8);
    echo.bytes[21] = 10;
    check(Rule::new().protocol("icmp"), true, &[echo.clone()]);
    check(Rule::new().icmp("echo-request"), false, &[echo]);
}

#[test]
fn flags_of_tcp() {
    let all = [
        ("syn", flags(SYN, 0)),
        ("syn", flags(SYN | ECE | CWR, 0)),
        ("syn", flags(SYN, 100)),
        ("syn-ack", flags(SYN | ACK, 0)),
        ("ack", flags(ACK, 0)),
        ("ack", flags(ACK | ECE, 0)),
        ("fin", flags(FIN | ACK, 0)),
        ("rst", flags(RST, 0)),
        ("rst", flags(RST | ACK, 0)),
        ("psh", flags(PSH | ACK, 100)),
        ("", flags(ACK, 100)),
    ];
    for name in ["syn", "syn-ack", "ack", "fin", "rst", "psh"] {
        for (of, frames) in &all {
            check(Rule::new().protocol("tcp").flags(name), *of == name, frames);
        }
    }
    // One segment may say several things.
    for name in ["fin", "psh"] {
        check(Rule::new().protocol("tcp").flags(name), true, &flags(FIN | PSH | ACK, 100));
    }
    check(Rule::new().protocol("tcp").flags("ack"), false, &flags(FIN | PSH | ACK, 0));
}

#[test]
fn types_of_icmp() {
    let coded = |is_v6, kind, code| {
        let mut message = icmp(is_v6, kind);
        message.bytes[if is_v6 { 55 } else { 35 }] = code;
        message
    };
    let all = [
        ("echo-request", vec![icmp(false, 8), icmp(true, 128)]),
        ("echo-reply", vec![icmp(false, 0), icmp(true, 129)]),
        ("unreachable", vec![coded(false, 3, 0), coded(false, 3, 3), coded(true, 1, 4)]),
        ("frag-needed", vec![coded(false, 3, 4), coded(true, 2, 0)]),
        ("time-exceeded", vec![icmp(false, 11), icmp(true, 3)]),
        ("parameter-problem", vec![icmp(false, 12), icmp(true, 4)]),
        ("redirect", vec![icmp(false, 5), icmp(true, 137)]),
        ("router-solicitation", vec![icmp(false, 10), icmp(true, 133)]),
        ("router-advertisement", vec![icmp(false, 9), icmp(true, 134)]),
        ("neighbor-solicitation", vec![icmp(true, 135)]),
        ("neighbor-advertisement", vec![icmp(true, 136)]),
        (
            "",
            vec![icmp(false, 135), icmp(true, 8), icmp(false, 128), arp(), Spec::default().build()],
        ),
    ];
    for (name, _) in all.iter().filter(|(name, _)| !name.is_empty()) {
        for (of, frames) in &all {
            check(Rule::new().icmp(*name), of == name, frames);
        }
    }
}

#[test]
fn lengths_are_those_of_ip() {
    // 20 bytes of IP, 8 of UDP.
    let v4 = Spec { is_udp: true, payload: 100, tags: 2, ..Spec::default() }.build();
    let v6 = Spec { is_udp: true, payload: 80, is_v6: true, ..Spec::default() }.build();
    let mut padded = Spec { is_udp: true, payload: 100, ..Spec::default() }.build();
    padded.bytes.extend([0; 30]);
    let frames = [v4, v6, padded];
    check(Rule::new().longer_than(127), true, &frames);
    check(Rule::new().longer_than(128), false, &frames);
    check(Rule::new().shorter_than(129), true, &frames);
    check(Rule::new().shorter_than(128), false, &frames);
    check(Rule::new().longer_than(0), false, &[arp()]);
    check(Rule::new().shorter_than(1000), false, &[arp()]);
}

#[test]
fn hosts_are_known_by_their_addresses() {
    let check = |addr: &str, expected: bool, frames: &[Owned]| {
        let mut impairment = with([Rule::new().host("b").loss("100%")]);
        let addrs = vec![addr.parse::<IpAddr>().expect("an address")];
        impairment.rules[0].matcher.host = Some(MatchedHost { name: "b".to_owned(), addrs });
        let mut rig = Rig::new(1, &impairment);
        for frame in frames {
            assert_eq!(rig.send(THERE, frame).is_empty(), expected, "{addr}: {frame:?}");
        }
    };
    let both = |is_v6| {
        [false, true].map(|is_reply| Spec { is_v6, is_reply, tags: 1, ..Spec::default() }.build())
    };
    for addr in ["10.0.0.1", "10.0.0.2"] {
        check(addr, true, &both(false));
        check(addr, true, &[arp(), fragment(800)]);
        check(addr, false, &both(true));
    }
    check("fd00::2", true, &both(true));
    check("10.0.0.3", false, &[arp(), fragment(800)]);
    check("10.0.0.3", false, &both(false));
    // Of another protocol, or cut off.
    let mut other = arp();
    other.bytes[16] = 0x86;
    check("10.0.0.1", false, &[other]);
    let mut cut = arp();
    for len in (0..cut.bytes.len() - 1).rev() {
        cut.bytes.truncate(len);
        check("10.0.0.9", false, &[cut.clone()]);
    }
}

#[test]
fn all_that_is_set_has_to_hold() {
    let frame = Spec { is_udp: true, server_port: 53, payload: 100, ..Spec::default() }.build();
    let rule = || Rule::new().protocol("udp").port(53).longer_than(100).shorter_than(200);
    check(rule(), true, from_ref(&frame));
    check(rule().matching(|packet| packet.source_port() == Some(40_000)), true, from_ref(&frame));
    check(rule().matching(|_| false), false, from_ref(&frame));
    check(rule().longer_than(150), false, from_ref(&frame));
    check(rule().port(54), false, &[frame]);
}

#[test]
fn whatever_it_is_can_be_looked_at() {
    let all = Rule::new().matching(|packet| {
        let parts = packet.parts();
        assert_eq!(packet.source().is_some(), packet.destination().is_some());
        assert!(parts.payload.len() < 2000);
        true
    });
    let mut frames = vec![arp(), icmp(true, 135), fragment(0), fragment6(800, true)];
    frames.extend(shapes(Spec { is_udp: true, ..Spec::default() }));
    for frame in &mut frames {
        for len in (0..frame.bytes.len()).rev() {
            frame.bytes.truncate(len);
            check(all.clone(), true, from_ref(frame));
        }
    }
}
