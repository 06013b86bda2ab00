//! Texts of fates, and what is wrong with them.

use super::*;
use crate::plan::Plan;
use crate::topology::{Faults, Lan, Link, Rule, Topology};

const ALL: &str = "\
nsfixture fates 1
seed 18446744073709551615
cable wire from a mtu 1500 draws loss duplicate corrupt reorder jitter
rule wire from a 2 draws loss corrupt matches host b, udp, port 53, > 100 bytes
rule wire from a 2 draws duplicate matches a closure
cable wire from b mtu 1500 draws
cable lan1/b to b mtu 1280 draws corrupt
lost wire from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte 17376 try 1
lost wire from a tcp 10.0.0.1 10.0.0.2:80 #1 server ack 2897 repeat 0
lost wire from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte -1 try 0
lost wire from a tcp fd00::1 [fd00::2]:80 #3 server syn-ack 2
duplicated wire from a udp 10.0.0.1 10.0.0.2:53 #2 client datagram 7
duplicated wire from a udp 10.0.0.1 10.0.0.2 #1 client fragment 7
corrupted wire from a icmp 10.0.0.1 10.0.0.2 #1 client icmp-8 1 bit 463 of 464
copy-corrupted wire from a ip-132 10.0.0.1 10.0.0.2 #1 client packet 1 bit 0 of 1
reordered wire from a icmpv6 fe80::1 fe80::2 #1 server icmp-129 255
copy-reordered wire from a tcp 10.0.0.1 10.0.0.2:80 #1 client rst 1
delayed wire from a tcp 10.0.0.1 10.0.0.2:80 #1 client fin 1 draw 0x00000000000000ff
lost wire from a rule 2 udp 10.0.0.1 10.0.0.2:53 #2 client datagram 7
duplicated wire from a rule 2 ethernet 0x0806 #1 client packet 3
missing wire from a loss 12
missing wire from a rule 2 loss 13
missing wire from a jitter 18446744073709551615
corrupted lan1/b to b ethernet 0x0806 #1 client packet 3 bit 7 of 8
end 14
";

fn read(text: &str) -> Result<Fates, FatesError> {
    text.parse()
}

#[test]
fn a_text_is_written_as_it_was_read() {
    let fates = read(ALL).expect("a valid text");
    assert_eq!(fates.to_string(), ALL);
    assert_eq!((fates.seed(), fates.len()), (u64::MAX, 14));
    let relaxed = ALL.replace('\n', " \r\n# a comment\n\n\t").replace(" from ", "   from\t");
    assert_eq!(read(&relaxed), Ok(fates));
    let nothing = Fates::new(7, Vec::new());
    assert!(nothing.is_empty());
    assert_eq!(read(&nothing.to_string()), Ok(nothing));
}

#[track_caller]
fn check(line: usize, replace: &str, expected: &str) {
    let lines: Vec<&str> = ALL.lines().collect();
    let mut changed = lines.clone();
    changed[line - 1] = replace;
    let error = read(&changed.join("\n")).expect_err("a mistake");
    assert_eq!(error.to_string(), format!("line {line}: {expected}"));
}

#[test]
fn mistakes_have_their_lines() {
    check(1, "[[link]]", "expected `nsfixture fates 1`, found \"[[link]]\"");
    check(1, "nsfixture fates 2", "unknown version \"2\": this library reads version 1");
    check(2, "seed -1", "expected a seed, found \"-1\"");
    check(2, "seed", "expected a seed, found the end of the line");
    check(2, "seed 1 2", "expected the end of the line, found \"2\"");
    check(2, "sed 1", "expected `seed`, found \"sed\"");
    check(3, "cable wire via a", "expected `from` or `to`, found \"via\"");
    check(
        3,
        "cable wire from a mtu 1500 draws lost",
        "expected one of loss, duplicate, corrupt, reorder, jitter, found \"lost\"",
    );
    check(4, "cable wire from a mtu 9 draws", "duplicate direction: cable `wire` from a");
    check(8, "lost wire from c", "no line `cable wire from c ..` before this one");
    check(
        8,
        "lots wire from c",
        "expected `cable`, `rule`, `missing`, `end` or a fate (lost, duplicated, corrupted, copy-corrupted, reordered, \
         copy-reordered, delayed), found \"lots\"",
    );
    let flow = "tcp 10.0.0.1 10.0.0.2:80 #1 client";
    let check8 =
        |rest: &str, expected: &str| check(8, &format!("lost wire from a {rest}"), expected);
    check8("tpc", "expected a protocol, such as `tcp`, found \"tpc\"");
    check8("ip-256", "expected a protocol, such as `tcp`, found \"ip-256\"");
    check8("tcp a", "expected the address of the client, found \"a\"");
    check8("tcp ::1 10.0.0.2:8", "::1 and 10.0.0.2 are of different families");
    check8("ethernet 0806", "expected an EtherType, such as `0x0806`, found \"0806\"");
    check8("tcp ::1 ::2 1", "expected the number of the flow, such as `#1`, found \"1\"");
    check8("tcp ::1 ::2 #1 a", "expected `client` or `server`, found \"a\"");
    check8(&format!("{flow} byte 1 tri 1"), "expected `try`, found \"tri\"");
    check8(
        &format!("{flow} bite 1"),
        "expected a place, such as `byte 1448 try 1` or `datagram 1`, found \"bite\"",
    );
    check8(&format!("{flow} syn 0"), "expected the number of a packet, from 1 on, found \"0\"");
    check8(&format!("{flow} syn 1 x"), "expected the end of the line, found \"x\"");
    let corrupted = "corrupted wire from a ethernet 0x1 #1 client packet 1";
    check(14, &format!("{corrupted} bit 8 of 8"), "no bit 8 in a packet of 8 bits");
    check(
        24,
        "lost lan1/b to b ethernet 0x1 #1 client packet 1",
        "cable `lan1/b` to b has no `loss` among what it draws",
    );
    check8("rule 0 tcp", "expected the number of a rule, from 1 on, found \"0\"");
    check8(
        "rule 1 ethernet 0x1 #1 client packet 1",
        "cable `wire` from a has no `loss` of rule 1 among what it draws",
    );
    let rule = |rest: &str, expected: &str| check(5, &format!("rule wire from a {rest}"), expected);
    rule("one", "expected the number of a rule, from 1 on, found \"one\"");
    rule("1 loss", "expected `draws`, found \"loss\"");
    rule(
        "1 draws loss udp",
        "expected one of loss, duplicate, corrupt, reorder, jitter, found \"udp\"",
    );
    rule(
        "1 draws loss",
        "expected one of loss, duplicate, corrupt, reorder, jitter, found the end of the line",
    );
    rule("1 draws loss matches", "expected what the rule matches, found the end of the line");
    check(23, "missing wire from a rain 1", "expected a fault, such as `loss`, found \"rain\"");
    check(25, "end 11", "expected 11 fates, found 14");
    let cut = ALL.replace("end 14\n", "");
    let error = read(&cut).expect_err("it has no end").to_string();
    assert_eq!(error, "line 24: the text ends without `end`: it is not complete");
    let error = read(&format!("{ALL}end 14\n")).expect_err("it has two ends").to_string();
    assert_eq!(error, "line 26: expected nothing after `end`");
    assert_eq!(read("").expect_err("it is empty").line(), 1);
}

/// Every part of a valid text, and what is left if it is taken away or changed: never a panic.
#[test]
fn garbage_is_an_error() {
    let bytes = ALL.as_bytes();
    for at in 0..bytes.len() {
        let _may_be_valid = read(&String::from_utf8_lossy(&bytes[..at]));
        let _may_be_valid = read(&String::from_utf8_lossy(&bytes[at..]));
        for with in [b' ', b'\n', b'#', b'9', b'-', 0, 0xff] {
            let mut changed = bytes.to_vec();
            changed[at] = with;
            if let Ok(fates) = read(&String::from_utf8_lossy(&changed)) {
                assert_eq!(read(&fates.to_string()), Ok(fates));
            }
        }
    }
}

#[test]
fn fates_fit_the_network_that_they_are_of() {
    let network = |link: Link| {
        let lan = Lan::new(["b", "c"]).mtu(1280);
        Plan::new(&Topology::new().link(link).lan(lan.faults())).expect("a valid topology")
    };
    let text = "\
nsfixture fates 1
seed 1
cable wire from a mtu 1500 draws loss
cable wire from b mtu 1500 draws
cable lan1/b to b mtu 1280 draws
cable lan1/b from b mtu 1280 draws
cable lan1/c to c mtu 1280 draws
cable lan1/c from c mtu 1280 draws
end 0
";
    let check = |text: &str, link: Link, expected: &[&str]| {
        assert_eq!(read(text).expect("valid").misfits(&network(link)), expected);
    };
    let wire = || Link::new("a", "b").name("wire").faults();
    let lossy = || wire().from("a", Faults::new().loss("5%"));
    check(text, wire(), &[]);
    check(text, lossy(), &[]);
    check(text, lossy().from("b", Faults::new().loss("100%")), &[]);
    check(
        text,
        wire().loss("5%").corrupt("1%"),
        &[
            "cable `wire` from a has `corrupt`, and they know `loss` of it",
            "cable `wire` from b has `loss`, `corrupt`, and they know nothing of it",
        ],
    );
    check(
        &text.replace("1280", "1500"),
        lossy().name("wires"),
        &[
            "they know no cable `wires` from a",
            "they know no cable `wires` from b",
            "cable `lan1/b` to b has MTU 1280, and they know it with MTU 1500",
            "cable `lan1/b` from b has MTU 1280, and they know it with MTU 1500",
            "cable `lan1/c` to c has MTU 1280, and they know it with MTU 1500",
            "cable `lan1/c` from c has MTU 1280, and they know it with MTU 1500",
            "the network has no cable `wire` from a that can be impaired",
            "the network has no cable `wire` from b that can be impaired",
        ],
    );
}

#[test]
fn rules_fit_by_their_numbers_and_what_they_match() {
    let text = "\
nsfixture fates 1
seed 1
cable wire from a mtu 1500 draws loss
rule wire from a 2 draws loss matches udp, port 53
rule wire from a 2 draws loss matches udp, port 54
cable wire from b mtu 1500 draws
end 0
";
    let fates = read(text).expect("valid");
    let check = |rules: &[Rule], expected: &[&str]| {
        let faults = rules.iter().cloned().fold(Faults::new().delay("1ms"), Faults::rule);
        let link = Link::new("a", "b").name("wire").faults().from("a", faults);
        let plan = Plan::new(&Topology::new().link(link)).expect("a valid topology");
        assert_eq!(fates.misfits(&plan), expected);
    };
    let exact = || Rule::new().protocol("tcp").drop([1]);
    let udp = |port| Rule::new().protocol("udp").port(port);
    check(&[], &[]);
    check(&[exact(), udp(53).loss("5%")], &[]);
    check(&[exact(), udp(54).loss("7%").burst(2)], &[]);
    // What is lost by its number is lost in each run.
    check(&[exact(), udp(55).drop([7])], &[]);
    check(
        &[udp(53).loss("5%")],
        &["rule 1 of cable `wire` from a has `loss`, and they know no such rule"],
    );
    check(
        &[exact(), udp(55).loss("5%")],
        &["rule 2 of cable `wire` from a matches `udp, port 55`, and they know it with \
           `udp, port 53`, `udp, port 54`"],
    );
    check(
        &[exact(), udp(53).loss("5%").duplicate("1%").corrupt("1%")],
        &["rule 2 of cable `wire` from a has `duplicate`, `corrupt`, and they know `loss` of it"],
    );
}
