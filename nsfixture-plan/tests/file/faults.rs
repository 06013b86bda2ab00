//! Faults in files: at random, read, written, and mistaken.

use nsfixture_plan::{Faults, Lan, Link, Outage, Rule, Topology};

use crate::random::Random;

/// Valid ones, at least one.
pub(crate) fn right(random: &mut Random) -> Faults {
    let mut faults = Faults::new().duplicate("0.0001%");
    if random.once_in(2) {
        faults = faults.delay("20ms").jitter("5ms").reorder("25%").distribution("normal");
    }
    if random.once_in(2) {
        faults = faults.loss("1%").burst(1 + random.below(9) as u32);
    }
    if random.once_in(2) {
        faults = faults.rate("10mbit").queue("64kib").aqm("codel");
    }
    if random.once_in(2) {
        faults = faults.drop([random.below(9) as u64 + 1, u64::from(u32::MAX) + 1]);
    }
    if random.once_in(2) {
        let outage = Outage::new().lasts("500ms");
        let outage = if random.once_in(2) { outage.after("2s") } else { outage };
        let outage = if random.once_in(2) { outage.every("5s") } else { outage };
        faults = faults.outage(outage);
    }
    if random.once_in(2) {
        faults = faults.rule(rule(random)).rule(rule(random));
    }
    if random.once_in(2) {
        faults = if random.once_in(2) {
            faults.blackhole_above(1 + random.below(1400) as u32)
        } else {
            faults.path_mtu(1280 + random.below(20) as u32)
        };
        faults = faults.drop_every(u64::MAX >> random.below(64)).corrupt("33.3333%");
    }
    faults
}

/// A valid rule.
fn rule(random: &mut Random) -> Rule {
    let port = 1 + random.below(65535) as u16;
    let rule = match random.below(4) {
        0 => Rule::new().protocol("udp").port(port),
        1 => Rule::new().protocol("tcp").flags("syn-ack").longer_than(u32::from(port) % 600),
        2 => Rule::new().icmp("frag-needed").shorter_than(100),
        _ => Rule::new().port(port).longer_than(60).shorter_than(1000),
    };
    let rule = if random.once_in(2) { rule.loss("1%").burst(3).drop([1, 2]) } else { rule };
    rule.drop_every(7).duplicate("1%").corrupt("0.0001%")
}

const WORDS: [&str; 14] = [
    "",
    "0%",
    "0ms",
    "5",
    "5%",
    "1.5",
    "101%",
    "2h",
    "20ms",
    "10mbit",
    "50packets",
    "3g",
    "codel",
    "é\n",
];

/// Faults in which most words are wrong.
pub(crate) fn wrong(random: &mut Random) -> Faults {
    let word = |random: &mut Random| *random.one_of(&WORDS);
    let mut faults = Faults::new();
    for _ in 0..random.below(5) {
        faults = match random.below(19) {
            0 => faults.condition(word(random)),
            1 => faults.delay(word(random)),
            2 => faults.rtt(word(random)),
            3 => faults.jitter(word(random)),
            4 => faults.distribution(word(random)),
            5 => faults.reorder(word(random)),
            6 => faults.loss(word(random)),
            7 => faults.burst(random.below(3) as u32),
            8 => faults.drop([0, 1, 2, 1].into_iter().take(random.below(5))),
            9 => faults.drop_every(random.below(3) as u64),
            10 => faults.duplicate(word(random)),
            11 => faults.corrupt(word(random)),
            12 => faults.rate(word(random)),
            13 => faults.queue(word(random)),
            14 => faults.aqm(word(random)),
            16 => faults.blackhole_above(random.below(3) as u32 * 1000),
            15 => faults.outage(outage(random)),
            17 => faults.rule(wrong_rule(random)),
            18 => faults.path_mtu(random.below(3) as u32 * 1000),
            _ => faults,
        };
    }
    faults
}

fn outage(random: &mut Random) -> Outage {
    let mut outage = Outage::new();
    for _ in 0..random.below(4) {
        let time = *random.one_of(&WORDS);
        outage = match random.below(3) {
            0 => outage.after(time),
            1 => outage.lasts(time),
            _ => outage.every(time),
        };
    }
    outage
}

fn wrong_rule(random: &mut Random) -> Rule {
    let mut rule = Rule::new();
    for _ in 0..random.below(5) {
        let word = *random.one_of(&["", "tcp", "syn", "echo-reply", "arp", "a", "5%"]);
        rule = match random.below(9) {
            0 => rule.host(word),
            1 => rule.protocol(word),
            2 => rule.port(random.below(3) as u16),
            3 => rule.icmp(word),
            4 => rule.flags(word),
            5 => rule.longer_than(random.below(3) as u32 * 1000),
            6 => rule.shorter_than(random.below(3) as u32 * 1000),
            7 => rule.drop([0, 1, 1].into_iter().take(random.below(4))),
            _ => rule.loss(word),
        };
    }
    rule
}

/// A link with some of them.
pub(crate) fn of_link(link: Link, random: &mut Random) -> Link {
    let word = |random: &mut Random| *random.one_of(&WORDS);
    let own = wrong(random);
    let link = if random.once_in(2) { link.jitter(word(random)).delay(word(random)) } else { link };
    link.loss(word(random)).from("a", own)
}

#[track_caller]
fn check(text: &str, expected: &Topology) {
    match Topology::from_toml(text) {
        Ok(found) => assert_eq!(&found, expected, "{text}"),
        Err(problems) => panic!("{problems}\n{text}"),
    }
}

#[track_caller]
fn check_mistakes(text: &str, expected: &[&str]) {
    match Topology::from_toml(text) {
        Ok(found) => panic!("no mistake: {found:?}\n{text}"),
        Err(problems) => {
            let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}

fn every_fault() -> Topology {
    let own = Faults::new().condition("3g").delay("1ms").drop_every(5).duplicate("1%");
    let link = Link::new("phone", "tower")
        .delay("20ms")
        .jitter("5ms")
        .distribution("normal")
        .reorder("25%")
        .loss("1%")
        .burst(5)
        .drop([2, 3, 7])
        .outage(Outage::new().after("2s").lasts("500ms").every("5s"))
        .flap(Outage::new().after("3s").lasts("100ms"))
        .blackhole_above(1280)
        .corrupt("0.1%")
        .rate("10mbit")
        .queue("100ms")
        .aqm("codel");
    let lan = Lan::new(["tower", "a"]).rtt("40ms").path_mtu(1280).faults();
    Topology::new()
        .link(
            link.from("phone", own)
                .from("tower", Faults::new().drop([9]).outage(Outage::new().lasts("1m"))),
        )
        .lan(lan.from("a", Faults::new().loss("100%")))
        .faults()
        .seed(u64::MAX)
}

const EVERY_FAULT: &str = r#"faults = true
seed = 18446744073709551615

[[link]]
delay = "20ms"
jitter = "5ms"
distribution = "normal"
reorder = "25%"
loss = "1%"
burst = 5
drop = [2, 3, 7]
outage = { after = "2s", lasts = "500ms", every = "5s" }
flap = { after = "3s", lasts = "100ms" }
blackhole_above = 1280
corrupt = "0.1%"
rate = "10mbit"
queue = "100ms"
aqm = "codel"
hosts = ["phone", "tower"]

[link.from.phone]
condition = "3g"
delay = "1ms"
drop_every = 5
duplicate = "1%"

[link.from.tower]
drop = [9]
outage = { lasts = "1m" }

[[lan]]
faults = true
rtt = "40ms"
path_mtu = 1280
hosts = ["tower", "a"]

[lan.from.a]
loss = "100%"
"#;

#[test]
fn every_fault_is_written_and_read() {
    assert_eq!(every_fault().to_toml(), EVERY_FAULT);
    check(EVERY_FAULT, &every_fault());
}

#[test]
fn the_other_ways_to_write_them() {
    let link = || Link::new("a", "b");
    let topology = Topology::new().link(link().from("b", Faults::new().loss("1%").drop([3])));
    check("[[link]]\nhosts = ['a', 'b']\nfrom.b.loss = '1%'\nfrom.b.drop = 3\n", &topology);
    check("[[link]]\nfrom.b = { loss = '1%', drop = [3] }\nhosts = ['a', 'b']\n", &topology);
    check("[[link]]\nhosts = ['a', 'b']\nfrom = { b = { loss = '1%', drop = 3 } }\n", &topology);
    let cut = |lasts: &str| Topology::new().link(link().outage(Outage::new().lasts(lasts)));
    check("[[link]]\nhosts = ['a', 'b']\noutage.lasts = '1s'\n", &cut("1s"));
    check("[[link]]\nhosts = ['a', 'b']\n[link.outage]\nlasts = '1s'\n", &cut("1s"));
    let quoted = Topology::new().lan(Lan::new(["a-b"]).from("a-b", Faults::new().loss("1%")));
    check("[[lan]]\nhosts = 'a-b'\n[lan.from.\"a-b\"]\nloss = '1%'\n", &quoted);
    check("seed = 0x2a\nhosts = 'a'\n", &Topology::new().host("a").seed(42));
}

#[test]
fn mistakes_in_values() {
    check_mistakes(
        "seed = -1\nfaults = false\n[[link]]\nhosts = ['a', 'b']\nloss = 5\ndelay = 1.5\nburst = '5'\n\
         rate = 10\ndrop = [1, 'x', -2]\ndrop_every = 18446744073709551616\nfaults = 'yes'\naqm = true\n",
        &[
            "line 1, column 8: `seed` -1 is out of range: 0 to 18446744073709551615",
            "line 2, column 10: `faults = false` does nothing: remove it",
            "line 5, column 8: `loss` needs a unit: write `loss = \"5%\"`",
            "line 6, column 9: `delay` needs a unit: write `delay = \"1.5ms\"`",
            "line 7, column 9: expected an integer for `burst`, found a string: write `burst = 5`",
            "line 8, column 8: `rate` needs a unit: write `rate = \"10mbit\"`",
            "line 9, column 12: expected an integer for `drop`, found a string: write `drop = [2, 3, 7]`",
            "line 9, column 17: `drop` -2 is out of range: 1 to 18446744073709551615",
            "line 10, column 14: `drop_every` 18446744073709551616 is out of range: 1 to 18446744073709551615",
            "line 11, column 10: expected `true` for `faults`, found a string: write `faults = true`",
            "line 12, column 7: expected a string for `aqm`, found a boolean: write `aqm = \"codel\"`",
        ],
    );
    check_mistakes(
        "[[link]]\nhosts = ['a', 'b']\ndrop = [4, 5, 4]\nloss = '1%'\n[link.from.a]\nloss = '200%'\n\
         drop = []\n",
        &[
            "line 3, column 15: duplicate packet 4 in `drop`",
            "line 6, column 8: loss \"200%\" is more than all packets: write at most \"100%\"",
            "line 7, column 8: `drop` without packets does nothing: remove it",
        ],
    );
}

#[test]
fn mistakes_in_outages() {
    let first = "[[link]]\nhosts = ['a', 'b']\n";
    check_mistakes(
        &format!(
            "{first}outage = '500ms'\nfrom.a.outage = {{ after = 2, last = '1s', every = '2h' }}\n"
        ),
        &[
            "line 3, column 10: expected a table of options for `outage`, found a string: write `outage = { \
             after = \"2s\", lasts = \"500ms\" }`",
            "line 4, column 27: `after` needs a unit: write `after = \"2s\"`",
            "line 4, column 30: unknown key `last` in `outage`: did you mean `lasts`?",
            "line 4, column 51: every \"2h\" is too long: write at most \"1h\"",
        ],
    );
    check_mistakes(
        &format!("{first}outage = {{ after = '2s' }}\nfrom.a = {{ blackout = true }}\n"),
        &[
            "line 4, column 12: unknown key `blackout` in the `from` of a link: it is called `outage` here: set how \
           long it `lasts`",
        ],
    );
    check_mistakes(
        &format!("{first}outage = {{ every = '1s', lasts = '5s' }}\n"),
        &[
            "line 3, column 20: outages of 5s every 1s never end: reduce `lasts`, or increase `every`",
        ],
    );
    check_mistakes(
        &format!("{first}[link.outage]\nafter = '2s'\n"),
        &[
            "line 3, column 1: `outage` needs `lasts`: add `lasts = \"500ms\"`; `loss = \"100%\"` loses all \
           packets",
        ],
    );
}

#[test]
fn rules_are_written_in_several_ways() {
    let dns = || Rule::new().protocol("udp").port(53).loss("10%");
    let syn = || Rule::new().protocol("tcp").flags("syn").drop([1, 3]);
    let both = Topology::new().link(Link::new("a", "b").rule(dns()).rule(syn()));
    let text = "[[link]]\nrule = [{ protocol = \"udp\", port = 53, loss = \"10%\" }, { protocol = \"tcp\", \
                flags = \"syn\", drop = [1, 3] }]\nhosts = [\"a\", \"b\"]\n";
    check(text, &both);
    let written = both.to_toml();
    check(&written, &both);
    assert!(written.contains("rule = [\n    { protocol"), "{written}");
    check(
        "[[link]]\nhosts = ['a', 'b']\n[[link.rule]]\nprotocol = 'udp'\nport = 53\nloss = '10%'\n\
         [[link.rule]]\nprotocol = 'tcp'\nflags = 'syn'\ndrop = [1, 3]\n",
        &both,
    );
    let one = Topology::new().lan(Lan::new(["a"]).from("a", Faults::new().rule(syn())));
    let first = "[[lan]]\nhosts = 'a'\n";
    check(
        &format!("{first}[[lan.from.a.rule]]\nprotocol = 'tcp'\nflags = 'syn'\ndrop = [1, 3]\n"),
        &one,
    );
    check(
        &format!("{first}from.a.rule = {{ protocol = 'tcp', flags = 'syn', drop = [1, 3] }}\n"),
        &one,
    );
    check(&one.to_toml(), &one);
}

#[test]
fn mistakes_in_rules() {
    let first = "[[link]]\nhosts = ['a', 'b']\n";
    check_mistakes(
        &format!("{first}rule = 'udp'\nfrom.a.rule = [{{ port = 53, loss = 5 }}, 'tcp']\n"),
        &[
            "line 3, column 8: expected a table of options for `rule`, found a string: write `rule = [{ \
             protocol = \"udp\", loss = \"10%\" }]`",
            "line 4, column 36: `loss` needs a unit: write `loss = \"5%\"`",
            "line 4, column 41: expected a table of options for `rule`, found a string: write `rule = [{ \
             protocol = \"udp\", loss = \"10%\" }]`",
        ],
    );
    check_mistakes(
        &format!(
            "{first}[[link.rule]]\nproto = 'udp'\nports = 53\ndelay = '5ms'\npacket_loss = '1%'\nlos = '1%'\n"
        ),
        &[
            "line 4, column 1: unknown key `proto` in `rule`: it is called `protocol` here",
            "line 5, column 1: unknown key `ports` in `rule`: it is called `port` here",
            "line 6, column 1: `delay` is a key of the whole direction, not of the packets of a rule: move it out \
             of `rule`; `loss`, `burst`, `drop`, `drop_every`, `duplicate`, `corrupt` are faults of rules",
            "line 7, column 1: unknown key `packet_loss` in `rule`: it is called `loss` here: write `loss = \
             \"1%\"`",
            "line 8, column 1: unknown key `los` in `rule`: did you mean `loss`?",
        ],
    );
    check_mistakes(
        &format!("{first}port = 53\nprotocol = 'udp'\nloss = '1%'\n"),
        &["port", "protocol"].map(|key| {
            let line = if key == "port" { 3 } else { 4 };
            format!(
                "line {line}, column 1: unknown key `{key}` in a link: it is a key of `rule`, with the faults of the \
                 packets that it matches"
            )
        }).each_ref().map(String::as_str),
    );
    // Each is reported at its own value.
    check_mistakes(
        &format!(
            "{first}[[link.rule]]\nport = 53\nloss = '1%'\n[[link.rule]]\nport = 70000\nlonger_than = 1500\n\
             drop = [3, 0]\n[[link.rule]]\nhost = 'c'\nflags = 'fin'\n"
        ),
        &[
            "line 7, column 8: port 70000 is out of range: 1 to 65535",
            "line 8, column 15: `longer_than = 1500` matches nothing with MTU 1500: reduce it, or increase `mtu`",
            "line 9, column 9: no packet 0: `drop` counts packets from 1, in the order of arrival",
            "line 10, column 1: a rule without faults does nothing: add `loss = \"10%\"`, or another fault",
            "line 11, column 8: no host named `c` in this network (hosts: a, b)",
            "line 12, column 9: `flags` are those of TCP: add `protocol = \"tcp\"`",
        ],
    );
}

#[test]
fn mistakes_in_from() {
    check_mistakes(
        "[[link]]\nhosts = ['a', 'b']\nfrom = 'a'\n[[lan]]\nhosts = ['a', 'c']\nfrom.a = '1%'\n",
        &[
            "line 3, column 8: expected a table of hosts for `from`, found a string: write `from.client.rate = \
             \"10mbit\"`",
            "line 6, column 10: expected a table of options for `from`, found a string: write \
             `from.client.rate = \"10mbit\"`",
        ],
    );
    check_mistakes(
        "[[link]]\nhosts = ['a', 'b']\n[link.from.a]\n[link.from.c]\nloss = '1%'\n",
        &[
            "line 3, column 12: nothing happens to the packets from `a`: add an option, such as `rate = \
             \"10mbit\"`, or remove `from`",
            "line 4, column 12: no host named `c` on this link: `from` names the host that sends the packets",
        ],
    );
    check_mistakes(
        "[[link]]\n[link.from.a]\nhosts = ['a', 'b']\nlos = '1%'\nmtu = 5\nbandwidth = '1mbit'\nseed = 5\n",
        &[
            "line 3, column 1: `hosts` is a key of the link, not of the packets from `a`: move it out of `from`",
            "line 4, column 1: unknown key `los` in the `from` of a link: did you mean `loss`?",
            "line 5, column 1: `mtu` is a key of the link, not of the packets from `a`: move it out of `from`",
            "line 6, column 1: unknown key `bandwidth` in the `from` of a link: it is called `rate` here: write \
             `rate = \"10mbit\"`",
            "line 7, column 1: `seed` is a key of the topology: move it above the first `[[lan]]` or `[[link]]`",
        ],
    );
}

#[test]
fn words_of_other_tools() {
    let known =
        "unknown key `latency` in a link: it is called `delay` here: write `delay = \"20ms\"`";
    check_mistakes(
        "[[link]]\nhosts = ['a', 'b']\nlatency = '5ms'\nbw = 10\njitter = '1ms'\nqueue = '1ms'\n",
        &[
            &format!("line 3, column 1: {known}"),
            "line 4, column 1: unknown key `bw` in a link: it is called `rate` here: write `rate = \"10mbit\"`",
        ],
    );
    check_mistakes(
        "[[link]]\nhosts = ['a', 'b']\nfrom.a = { packet_loss = '1%', limit_data = 5 }\n",
        &[
            "line 3, column 12: unknown key `packet_loss` in the `from` of a link: it is called `loss` here: \
             write `loss = \"1%\"`",
            "line 3, column 32: unknown key `limit_data` in the `from` of a link: it is called `queue` here: \
             write `queue = \"100ms\"`",
        ],
    );
}
