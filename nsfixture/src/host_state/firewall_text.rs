//! Chains and rules of nftables in lines, with the words of nft(8).

use std::fmt;

use super::firewall::{
    BaseChain, ChainPlace, Counted, Firewall, Hook, RuleState, TableFamily, Verdict,
};

/// The most lines about a host.
const MAX_LINES: usize = 200;

impl Firewall {
    /// Returns each base chain, followed by its rules, and then the rules of other chains.
    pub(crate) fn lines(&self) -> Vec<String> {
        let is_of = |rule: &RuleState, chain: &BaseChain| rule.place == chain.place;
        let of_base_chains = self.chains.iter().flat_map(|chain| {
            let rules = self.rules.iter().filter(move |rule| is_of(rule, chain));
            [chain.to_string()].into_iter().chain(rules.map(ToString::to_string))
        });
        let others =
            self.rules.iter().filter(|rule| !self.chains.iter().any(|chain| is_of(rule, chain)));
        let all = of_base_chains.chain(others.map(ToString::to_string));
        let mut lines: Vec<String> = all.take(MAX_LINES + 1).collect();
        if let Some(last) = lines.get_mut(MAX_LINES) {
            "and more".clone_into(last);
        }
        lines
    }
}

impl fmt::Display for TableFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inet => "inet",
            Self::Ip => "ip",
            Self::Ip6 => "ip6",
            Self::Arp => "arp",
            Self::Bridge => "bridge",
            Self::Netdev => "netdev",
        })
    }
}

impl fmt::Display for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ingress => "ingress",
            Self::Prerouting => "prerouting",
            Self::Input => "input",
            Self::Forward => "forward",
            Self::Output => "output",
            Self::Postrouting => "postrouting",
            Self::Egress => "egress",
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Drop => "drop",
            Self::Reject => "reject",
            Self::Queue => "queue",
            Self::Map => "vmap",
            Self::Nat(kind) => kind,
        })
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "counter packets {} bytes {}", self.packets, self.bytes)
    }
}

impl fmt::Display for ChainPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.family, self.table, self.chain)
    }
}

/// Prints one line, with the words of nft(8).
impl fmt::Display for BaseChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, hook, priority, .. } = self;
        let policy = if self.drops { "drop" } else { "accept" };
        write!(f, "{place}: hook {hook} priority {priority} policy {policy}")?;
        self.counted.map_or(Ok(()), |counted| write!(f, ", {counted}"))
    }
}

/// Prints one line, with the words of nft(8).
impl fmt::Display for RuleState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, handle, verdict, .. } = self;
        match &self.text {
            Some(text) => write!(f, "{place}: {text} # handle {handle}")?,
            None => write!(f, "{place}: .. {verdict} # handle {handle}")?,
        }
        self.counter.map_or(Ok(()), |counter| write!(f, ", {}", counter.counted))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::host_state::RuleCounter;

    fn rule(chain: &str) -> RuleState {
        let counted = Counted { packets: 3, bytes: 90 };
        RuleState {
            place: ChainPlace {
                family: TableFamily::Inet,
                table: "filter".to_owned(),
                chain: chain.to_owned(),
            },
            handle: 4,
            verdict: Verdict::Drop,
            counter: Some(RuleCounter { counted, is_exact: true }),
            text: None,
            hooks: BTreeSet::new(),
        }
    }

    fn input() -> BaseChain {
        let place = rule("input").place;
        BaseChain { place, hook: Hook::Input, priority: -5, drops: true, counted: None }
    }

    #[test]
    fn rules_follow_their_chains() {
        let text = Some("tcp dport 80 drop".to_owned());
        let plain = RuleState { text, counter: None, ..rule("input") };
        let firewall = Firewall { chains: vec![input()], rules: vec![rule("other"), plain] };
        assert_eq!(
            firewall.lines(),
            [
                "inet filter input: hook input priority -5 policy drop",
                "inet filter input: tcp dport 80 drop # handle 4",
                "inet filter other: .. drop # handle 4, counter packets 3 bytes 90",
            ]
        );
    }

    #[test]
    fn many_rules_are_cut_short() {
        let firewall = Firewall { chains: Vec::new(), rules: vec![rule("input"); 1000] };
        let lines = firewall.lines();
        assert_eq!((lines.len(), &*lines[MAX_LINES]), (MAX_LINES + 1, "and more"));
    }
}
