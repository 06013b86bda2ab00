//! The rules of nftables that can take packets, and the chains that they are in.

use std::collections::BTreeSet;

/// What packets meet on their way. What accepts them is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Firewall {
    pub(crate) chains: Vec<BaseChain>,
    pub(crate) rules: Vec<RuleState>,
}

/// A chain that is called by the kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseChain {
    pub(crate) place: ChainPlace,
    pub(crate) hook: Hook,
    pub(crate) priority: i32,
    /// Its policy is to drop.
    pub(crate) drops: bool,
    /// What its policy was applied to, if that is counted.
    pub(crate) counted: Option<Counted>,
}

/// A rule that can take packets, or change their addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleState {
    pub(crate) place: ChainPlace,
    pub(crate) handle: u64,
    pub(crate) verdict: Verdict,
    pub(crate) counter: Option<RuleCounter>,
    /// The rule as nft(8) would print it, if that is easily told.
    pub(crate) text: Option<String>,
    /// The hooks from which packets get to it.
    pub(crate) hooks: BTreeSet<Hook>,
}

/// A chain, and the table that it is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ChainPlace {
    pub(crate) family: TableFamily,
    pub(crate) table: String,
    pub(crate) chain: String,
}

/// The packets that a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TableFamily {
    Inet,
    Ip,
    Ip6,
    Arp,
    Bridge,
    Netdev,
}

/// Where packets meet a base chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hook {
    Ingress,
    Prerouting,
    Input,
    Forward,
    Output,
    Postrouting,
    Egress,
}

/// What a rule does with the packets that it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Drop,
    Reject,
    /// A program decides; without one they are dropped.
    Queue,
    /// A map decides (`vmap`).
    Map,
    Nat(&'static str),
}

/// What a counter has counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) packets: u64,
    pub(crate) bytes: u64,
}

/// The counter of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RuleCounter {
    pub(crate) counted: Counted,
    /// Every packet that it has counted has met the verdict: no condition follows the counter.
    pub(crate) is_exact: bool,
}

impl TableFamily {
    /// Returns true if IPv4 or IPv6 packets meet its chains.
    pub(crate) fn has(self, is_ipv4: bool) -> bool {
        self == Self::Inet || self == if is_ipv4 { Self::Ip } else { Self::Ip6 }
    }
}

impl ChainPlace {
    pub(crate) fn is_in_table_of(&self, other: &Self) -> bool {
        self.family == other.family && self.table == other.table
    }
}

impl Verdict {
    /// Returns true if packets that it is applied to go no further, as far as it is known.
    pub(crate) fn takes(self) -> bool {
        matches!(self, Self::Drop | Self::Reject)
    }

    /// Returns true if packets that it is applied to may go no further.
    pub(crate) fn may_take(self) -> bool {
        !matches!(self, Self::Nat(_))
    }
}

impl BaseChain {
    /// Returns how many packets its policy has certainly dropped.
    pub(crate) fn dropped(&self) -> u64 {
        self.counted.filter(|_| self.drops).map_or(0, |counted| counted.packets)
    }

    /// Returns true if its policy may have dropped packets that nothing has counted.
    pub(crate) fn may_have_dropped(&self) -> bool {
        self.drops && self.counted.is_none()
    }
}

impl RuleState {
    /// Returns how many packets it has certainly dropped or rejected.
    pub(crate) fn taken(&self) -> u64 {
        let counter = self.counter.filter(|counter| counter.is_exact && self.verdict.takes());
        counter.map_or(0, |counter| counter.counted.packets)
    }

    /// Returns true if it may have taken packets, and nothing has counted whether it has.
    pub(crate) fn may_have_taken(&self) -> bool {
        let is_open = |counter: RuleCounter| {
            counter.counted.packets > 0 && !(counter.is_exact && self.verdict.takes())
        };
        self.verdict.may_take() && self.counter.is_none_or(is_open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(verdict: Verdict, packets: u64, is_exact: bool) -> RuleState {
        RuleState {
            place: ChainPlace {
                family: TableFamily::Inet,
                table: "filter".to_owned(),
                chain: "input".to_owned(),
            },
            handle: 4,
            verdict,
            counter: Some(RuleCounter { counted: Counted { packets, bytes: 90 }, is_exact }),
            text: None,
            hooks: BTreeSet::from([Hook::Input]),
        }
    }

    #[test]
    fn only_an_exact_counter_tells_what_was_taken() {
        let known = |rule: &RuleState| (rule.taken(), rule.may_have_taken());
        assert_eq!(known(&rule(Verdict::Drop, 3, true)), (3, false));
        assert_eq!(known(&rule(Verdict::Drop, 3, false)), (0, true));
        assert_eq!(known(&rule(Verdict::Reject, 0, false)), (0, false));
        assert_eq!(known(&rule(Verdict::Map, 3, true)), (0, true));
        assert_eq!(known(&rule(Verdict::Nat("dnat"), 3, true)), (0, false));
        let uncounted = RuleState { counter: None, ..rule(Verdict::Drop, 0, false) };
        assert_eq!(known(&uncounted), (0, true));
    }
}
