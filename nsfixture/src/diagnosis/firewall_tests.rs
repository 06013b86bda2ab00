//! What is said of rules of nftables.

use std::collections::BTreeSet;

use super::tests::{check, host};
use crate::host_state::{
    BaseChain, ChainPlace, Counted, Firewall, Hook, HostState, RuleCounter, RuleState, TableFamily,
    Verdict,
};

fn place(family: TableFamily, chain: &str) -> ChainPlace {
    ChainPlace { family, table: "t".to_owned(), chain: chain.to_owned() }
}

fn rule(verdict: Verdict, counter: Option<u64>) -> RuleState {
    let exact = |packets| RuleCounter { counted: Counted { packets, bytes: 0 }, is_exact: true };
    RuleState {
        place: place(TableFamily::Inet, "c"),
        handle: 4,
        verdict,
        counter: counter.map(exact),
        text: Some(format!("udp dport 9 {verdict}")),
        hooks: BTreeSet::from([Hook::Input]),
    }
}

fn policy(hook: Hook, family: TableFamily) -> BaseChain {
    BaseChain { place: place(family, "c"), hook, priority: 0, drops: true, counted: None }
}

/// Returns a host with these rules and counters.
fn with(chains: Vec<BaseChain>, rules: Vec<RuleState>, counters: &str) -> HostState {
    HostState { firewall: Some(Firewall { chains, rules }), ..host(0, counters) }
}

const VANISHED: &str = "IpInReceives 5\nIpInDelivers 3\nIpOutTransmits 0\n";

#[test]
fn a_counter_is_a_fact() {
    let rules = vec![rule(Verdict::Reject, Some(1)), rule(Verdict::Drop, Some(2))];
    let counting = BaseChain {
        counted: Some(Counted { packets: 7, bytes: 0 }),
        ..policy(Hook::Output, TableFamily::Ip)
    };
    let expected = [
        "a: 7 packets dropped by chain `c` of table `ip t` (policy drop), according to its counter",
        "a: 2 packets dropped by rule 4 (`udp dport 9 drop`) of chain `c` of table `inet t`, according to \
         its counter",
        "a: 1 packet rejected by rule 4 (`udp dport 9 reject`) of chain `c` of table `inet t`, according \
         to its counter",
    ];
    // They explain what has vanished, too.
    check(&[with(vec![counting], rules, VANISHED)], &expected);
}

#[test]
fn without_a_counter_it_may_have_been_a_rule() {
    let hidden = RuleState { text: None, ..rule(Verdict::Map, Some(3)) };
    check(
        &[with(vec![policy(Hook::Input, TableFamily::Ip)], vec![hidden], VANISHED)],
        &[
            "a: 2 IPv4 packets arrived and vanished, counted by no error: chain `c` of table `ip t` (policy \
           drop), or rule 4 of chain `c` of table `inet t` may have dropped them",
        ],
    );
    let rules = vec![rule(Verdict::Reject, None); 5];
    check(
        &[with(Vec::new(), rules, VANISHED)],
        &[
            "a: 2 IPv4 packets arrived and vanished, counted by no error: rule 4 (`udp dport 9 reject`) of \
           chain `c` of table `inet t`, rule 4 (`udp dport 9 reject`) of chain `c` of table `inet t`, \
           rule 4 (`udp dport 9 reject`) of chain `c` of table `inet t`, or 2 more may have rejected them",
        ],
    );
}

#[test]
fn only_what_packets_meet_is_suspected() {
    // It is for IPv6, or for what is sent, or its counter is 0, or it lets packets pass.
    let chains = vec![policy(Hook::Input, TableFamily::Ip6), policy(Hook::Output, TableFamily::Ip)];
    let rules = vec![rule(Verdict::Drop, Some(0)), rule(Verdict::Nat("dnat"), None)];
    let expected = [
        "a: 2 IPv4 packets arrived and vanished, counted by no error, nor dropped by a rule of nftables: a \
         source that is not valid there (\"martian\") is possible",
    ];
    check(&[with(chains, rules, VANISHED)], &expected);
    check(
        &[host(0, VANISHED)],
        &[
            "a: 2 IPv4 packets arrived and vanished, counted by no error: a firewall rule (nftables), or a \
           source that is not valid there (\"martian\") is possible",
        ],
    );
}

#[test]
fn a_counter_explains_packets_of_one_family_only_once() {
    let counters = format!("{VANISHED}Ip6InReceives 4\n");
    let expected = [
        "a: 3 packets dropped by rule 4 (`udp dport 9 drop`) of chain `c` of table `inet t`, according to \
         its counter",
        "a: 3 IPv6 packets arrived and vanished, counted by no error, nor dropped by a rule of nftables: a \
         source that is not valid there (\"martian\") is possible",
    ];
    check(&[with(Vec::new(), vec![rule(Verdict::Drop, Some(3))], &counters)], &expected);
}

#[test]
fn what_was_not_sent_needs_a_suspect() {
    let counters = "IpOutRequests 5\nIpForwDatagrams 2\nIpOutTransmits 4\n";
    check(&[with(Vec::new(), Vec::new(), counters)], &[]);
    let forward = || vec![policy(Hook::Forward, TableFamily::Inet)];
    check(
        &[with(forward(), Vec::new(), counters)],
        &[
            "a: 3 IPv4 packets were not sent: chain `c` of table `inet t` (policy drop) may have dropped them",
        ],
    );
    // An older kernel counts what was forwarded after the rules.
    let older = "IpOutRequests 5\nIpForwDatagrams 2\nIpOutDiscards 1\nIpInReceives 3\n";
    check(
        &[with(forward(), Vec::new(), older)],
        &[
            "a: 1 IPv4 packet arrived and vanished, counted by no error: chain `c` of table `inet t` (policy \
           drop) may have dropped it",
        ],
    );
    check(
        &[with(vec![policy(Hook::Output, TableFamily::Inet)], Vec::new(), "IpOutDiscards 1\n")],
        &[
            "a: 1 IPv4 packet was not sent: chain `c` of table `inet t` (policy drop) may have dropped it",
        ],
    );
}
