//! Tables, chains and rules as nf_tables lists them (`linux/netfilter/nf_tables.h`). Each is what follows
//! `struct nlmsghdr`: `struct nfgenmsg`, which begins with the family, and attributes.

use std::collections::BTreeSet;

use super::attributes::{nested, text, u32_of, u64_of};
use super::expression::{Expression, counter, expressions};
use super::hooks::Jump;
use super::wording::describe;
use crate::host_state::{BaseChain, ChainPlace, Hook, RuleCounter, RuleState, TableFamily};

/// A table whose chains see no packets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DormantTable {
    family: TableFamily,
    name: String,
}

impl DormantTable {
    pub(super) fn has(&self, place: &ChainPlace) -> bool {
        self.family == place.family && self.name == place.table
    }
}

/// Part of a rule, or all of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Its hooks are not known yet.
    Rule(RuleState),
    Jump(Jump),
}

/// The length of `struct nfgenmsg`.
const HEADER: usize = 4;

fn split(message: &[u8]) -> Option<(TableFamily, &[u8])> {
    let family = match *message.first()? {
        1 => TableFamily::Inet,
        2 => TableFamily::Ip,
        3 => TableFamily::Arp,
        5 => TableFamily::Netdev,
        7 => TableFamily::Bridge,
        10 => TableFamily::Ip6,
        _ => return None,
    };
    Some((family, message.get(HEADER..)?))
}

/// Reads a table, and returns it if it is dormant (`NFT_TABLE_F_DORMANT`).
pub(super) fn dormant_table(message: &[u8]) -> Option<DormantTable> {
    const DORMANT: u32 = 1;
    let (family, attributes) = split(message)?;
    let is_dormant = u32_of(attributes, 2)? & DORMANT != 0;
    Some(DormantTable { family, name: text(attributes, 1)? }).filter(|_| is_dormant)
}

/// Reads a chain that has a hook.
pub(super) fn base_chain(message: &[u8]) -> Option<BaseChain> {
    const DROP: u32 = 0;
    let (family, attributes) = split(message)?;
    // `NFTA_HOOK_HOOKNUM` and `NFTA_HOOK_PRIORITY`
    let hook = nested(attributes, 4)?;
    Some(BaseChain {
        place: ChainPlace { family, table: text(attributes, 1)?, chain: text(attributes, 3)? },
        hook: hook_of(family, u32_of(hook, 1)?)?,
        priority: u32_of(hook, 2)?.cast_signed(),
        drops: u32_of(attributes, 5) == Some(DROP),
        counted: nested(attributes, 8).and_then(counter),
    })
}

/// `nf_inet_hooks` and `nf_dev_hooks` (`linux/netfilter.h`), and those of `linux/netfilter_arp.h`.
fn hook_of(family: TableFamily, number: u32) -> Option<Hook> {
    const INET: [Hook; 6] = [
        Hook::Prerouting,
        Hook::Input,
        Hook::Forward,
        Hook::Output,
        Hook::Postrouting,
        Hook::Ingress,
    ];
    const ARP: [Hook; 3] = [Hook::Input, Hook::Output, Hook::Forward];
    const NETDEV: [Hook; 2] = [Hook::Ingress, Hook::Egress];
    let hooks: &[Hook] = match family {
        TableFamily::Arp => &ARP,
        TableFamily::Netdev => &NETDEV,
        _ => &INET,
    };
    hooks.get(number as usize).copied()
}

/// Reads a rule, if it can take packets, change their addresses, or lead to another chain.
pub(super) fn rule(message: &[u8]) -> Option<Part> {
    let (family, attributes) = split(message)?;
    let place = ChainPlace { family, table: text(attributes, 1)?, chain: text(attributes, 2)? };
    let all: Vec<Expression<'_>> = expressions(nested(attributes, 4)?).collect();
    let jump = all.iter().find_map(|each| match each {
        Expression::Jump(to) => Some(to.clone()),
        _ => None,
    });
    if let Some(to) = jump {
        return Some(Part::Jump(Jump { from: place, to }));
    }
    let verdict = all.iter().find_map(|each| match each {
        Expression::Verdict(verdict) => Some(*verdict),
        _ => None,
    })?;
    Some(Part::Rule(RuleState {
        place,
        handle: u64_of(attributes, 3)?,
        verdict,
        counter: rule_counter(&all),
        text: describe(&all),
        hooks: BTreeSet::new(),
    }))
}

/// Returns the last counter before the verdict.
fn rule_counter(all: &[Expression<'_>]) -> Option<RuleCounter> {
    let at = all.iter().rposition(|each| matches!(each, Expression::Counter(_)))?;
    let Expression::Counter(counted) = all[at] else { return None };
    let is_condition =
        |each: &Expression<'_>| !matches!(each, Expression::Neutral | Expression::Verdict(_));
    Some(RuleCounter { counted, is_exact: !all[at + 1..].iter().any(is_condition) })
}

#[cfg(test)]
mod tests {
    use super::super::attributes::attribute;
    use super::*;
    use crate::host_state::{Counted, Verdict};

    fn message(family: u8, attributes: &[Vec<u8>]) -> Vec<u8> {
        [vec![family, 0, 0, 0], attributes.concat()].concat()
    }

    fn expression(name: &[u8], data: &[Vec<u8>]) -> Vec<u8> {
        attribute(1, &[attribute(1, name), attribute(2, &data.concat())].concat())
    }

    fn number(kind: u16, number: u32) -> Vec<u8> {
        attribute(kind, &number.to_be_bytes())
    }

    fn counter_of(packets: u64) -> Vec<u8> {
        let [bytes, packets] = [30 * packets, packets].map(u64::to_be_bytes);
        expression(b"counter\0", &[attribute(1, &bytes), attribute(2, &packets)])
    }

    fn immediate(code: i32, chain: &[u8]) -> Vec<u8> {
        let verdict = [number(1, code.cast_unsigned()), attribute(2, chain)].concat();
        let data = attribute(2, &attribute(2, &verdict));
        expression(b"immediate\0", &[number(1, 0), data])
    }

    fn rule_with(expressions: &[Vec<u8>]) -> Vec<u8> {
        let handle = attribute(3, &4_u64.to_be_bytes());
        let expressions = attribute(4, &expressions.concat());
        message(1, &[attribute(1, b"t\0"), attribute(2, b"c\0"), handle, expressions])
    }

    fn chain() -> Vec<u8> {
        let hook = [number(1, 1), number(2, (-5_i32).cast_unsigned())].concat();
        let [name, table] = [attribute(3, b"c\0"), attribute(1, b"t\0")];
        let counter = [1, 2].map(|kind| attribute(kind, &7_u64.to_be_bytes())).concat();
        message(2, &[table, name, attribute(4, &hook), number(5, 0), attribute(8, &counter)])
    }

    fn parsed(expressions: &[Vec<u8>]) -> RuleState {
        match rule(&rule_with(expressions)) {
            Some(Part::Rule(rule)) => rule,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_base_chain_has_a_hook() {
        let found = base_chain(&chain()).expect("it has one");
        let line = "ip t c: hook input priority -5 policy drop, counter packets 7 bytes 7";
        assert_eq!(found.to_string(), line);
        let without = message(2, &[attribute(1, b"t\0"), attribute(3, b"c\0")]);
        assert_eq!(base_chain(&without), None);
    }

    #[test]
    fn a_table_may_be_dormant() {
        let table = |flags| message(1, &[attribute(1, b"t\0"), number(2, flags)]);
        let place = parsed(&[immediate(0, b"")]).place;
        assert!(dormant_table(&table(1)).expect("it is").has(&place));
        assert_eq!(dormant_table(&table(2)), None);
    }

    #[test]
    fn a_rule_has_a_verdict() {
        let found = parsed(&[counter_of(3), immediate(0, b"")]);
        assert_eq!((found.handle, found.verdict), (4, Verdict::Drop));
        let counter = RuleCounter { counted: Counted { packets: 3, bytes: 90 }, is_exact: true };
        assert_eq!(found.counter, Some(counter));
        assert_eq!(found.text.as_deref(), Some("drop"));
        assert_eq!(parsed(&[immediate(3 | 7 << 16, b"")]).verdict, Verdict::Queue);
        assert_eq!(parsed(&[expression(b"reject\0", &[])]).verdict, Verdict::Reject);
        assert_eq!(parsed(&[expression(b"lookup\0", &[number(3, 0)])]).verdict, Verdict::Map);
        let iptables = expression(b"target\0", &[attribute(1, b"MASQUERADE\0")]);
        assert_eq!(parsed(&[iptables]).verdict, Verdict::Nat("masquerade"));
        // It accepts, or only counts.
        assert_eq!(rule(&rule_with(&[immediate(1, b"")])), None);
        assert_eq!(rule(&rule_with(&[counter_of(3)])), None);
        let Some(Part::Jump(jump)) = rule(&rule_with(&[immediate(-3, b"other\0")])) else {
            panic!("it leads to another chain")
        };
        assert_eq!(jump.to, "other");
    }

    #[test]
    fn a_condition_after_a_counter_makes_it_inexact() {
        let limit = expression(b"limit\0", &[]);
        let is_exact =
            |expressions: &[Vec<u8>]| parsed(expressions).counter.map(|counter| counter.is_exact);
        let (counter, drop) = (counter_of(3), immediate(0, b""));
        assert_eq!(is_exact(&[limit.clone(), counter.clone(), drop.clone()]), Some(true));
        assert_eq!(is_exact(&[counter, limit, drop.clone()]), Some(false));
        assert_eq!(is_exact(&[drop]), None);
    }

    #[test]
    fn truncated_and_random_messages_are_read_without_a_panic() {
        let rule_message = rule_with(&[
            expression(b"meta\0", &[number(1, 1), number(2, 16)]),
            expression(b"cmp\0", &[number(2, 0), attribute(3, &attribute(1, &[6]))]),
            expression(b"bitwise\0", &[attribute(4, &attribute(1, &[1])), attribute(5, &[1])]),
            counter_of(3),
            immediate(0, b"c\0"),
        ]);
        let read = |bytes: &[u8]| {
            drop((dormant_table(bytes), base_chain(bytes), rule(bytes)));
        };
        let mut random = 1_u64;
        for message in [rule_message, chain()] {
            for length in 0..message.len() {
                read(&message[..length]);
                for _ in 0..20 {
                    // Knuth, MMIX.
                    random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let mut changed = message.clone();
                    changed[length] = random.to_be_bytes()[0];
                    read(&changed);
                }
            }
        }
    }
}
