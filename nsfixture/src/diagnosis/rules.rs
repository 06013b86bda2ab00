//! What nftables has taken, and what it may have taken.

use super::words::list;
use crate::host_state::{BaseChain, ChainPlace, Firewall, Hook, HostState, RuleState, Verdict};

/// The hooks at which packets vanish that have arrived, as far as counters show.
pub(super) fn arrival(state: &HostState) -> &'static [Hook] {
    const HOOKS: &[Hook] = &[Hook::Prerouting, Hook::Input, Hook::Forward];
    if counts_transmissions(state) { &HOOKS[..2] } else { HOOKS }
}

/// The hooks at which packets are lost that were to be sent, as far as counters show.
pub(super) fn departure(state: &HostState) -> &'static [Hook] {
    const HOOKS: &[Hook] = &[Hook::Output, Hook::Postrouting, Hook::Forward];
    if counts_transmissions(state) { HOOKS } else { &HOOKS[..2] }
}

/// Since Linux 6.7, packets are counted as forwarded before rules see them, and once more when they are sent
/// (`ip_forward` and `ip_output`, `net/ipv4`; the same for IPv6).
pub(super) fn counts_transmissions(state: &HostState) -> bool {
    state.counters.has("IpOutTransmits")
}

/// The most rules and chains that a sentence names.
const MAX_NAMED: usize = 3;

/// Packets that were certainly taken.
pub(super) struct Taken<'a> {
    pub(super) packets: u64,
    pub(super) by: By<'a>,
}

/// What takes packets.
#[derive(Clone, Copy)]
pub(super) enum By<'a> {
    Policy(&'a BaseChain),
    Rule(&'a RuleState),
}

impl<'a> By<'a> {
    fn place(self) -> &'a ChainPlace {
        match self {
            Self::Policy(chain) => &chain.place,
            Self::Rule(rule) => &rule.place,
        }
    }

    /// Returns true if packets get there from one of these hooks.
    pub(super) fn is_at(self, hooks: &[Hook]) -> bool {
        match self {
            Self::Policy(chain) => hooks.contains(&chain.hook),
            Self::Rule(rule) => hooks.iter().any(|hook| rule.hooks.contains(hook)),
        }
    }

    /// Returns true if packets of a family get there.
    pub(super) fn has(self, is_ipv4: bool) -> bool {
        self.place().family.has(is_ipv4)
    }

    fn rejects(self) -> bool {
        matches!(self, Self::Rule(rule) if rule.verdict == Verdict::Reject)
    }

    /// Returns what it does to packets: "dropped".
    pub(super) fn verb(self) -> &'static str {
        if self.rejects() { "rejected" } else { "dropped" }
    }

    /// Returns a name for it: "rule 4 (`tcp dport 80 drop`) of chain `input` of table `inet filter`".
    pub(super) fn name(self) -> String {
        let ChainPlace { family, table, chain } = self.place();
        let place = format!("chain `{chain}` of table `{family} {table}`");
        match self {
            Self::Policy(_) => format!("{place} (policy drop)"),
            Self::Rule(RuleState { handle, text: Some(text), .. }) => {
                format!("rule {handle} (`{text}`) of {place}")
            }
            Self::Rule(rule) => format!("rule {} of {place}", rule.handle),
        }
    }
}

/// Returns what counters show, the most packets first.
pub(super) fn taken(firewall: &Firewall) -> Vec<Taken<'_>> {
    let by_policies =
        firewall.chains.iter().map(|each| Taken { packets: each.dropped(), by: By::Policy(each) });
    let by_rules =
        firewall.rules.iter().map(|each| Taken { packets: each.taken(), by: By::Rule(each) });
    let mut all: Vec<Taken<'_>> =
        by_policies.chain(by_rules).filter(|taken| taken.packets > 0).collect();
    all.sort_by_key(|taken| std::cmp::Reverse(taken.packets));
    all
}

/// Names what may have taken packets of a family that have come to these hooks, with what it may have done: "rule 4 of ..
/// may have dropped". Nothing has counted whether it has. `None` if there is none.
pub(super) fn suspects(firewall: &Firewall, hooks: &[Hook], is_ipv4: bool) -> Option<String> {
    let chains = firewall.chains.iter().filter(|chain| chain.may_have_dropped()).map(By::Policy);
    let rules = firewall.rules.iter().filter(|rule| rule.may_have_taken()).map(By::Rule);
    let all: Vec<By<'_>> =
        chains.chain(rules).filter(|by| by.is_at(hooks) && by.has(is_ipv4)).collect();
    let rejecting = all.iter().filter(|by| by.rejects()).count();
    let verb = match all.len() - rejecting {
        0 if all.is_empty() => return None,
        0 => "rejected",
        _ if rejecting == 0 => "dropped",
        _ => "dropped or rejected",
    };
    let mut names: Vec<String> = all.iter().take(MAX_NAMED).map(|by| by.name()).collect();
    if let more @ 1.. = all.len().saturating_sub(MAX_NAMED) {
        names.push(format!("or {more} more"));
    } else if let [.., _, last] = &mut *names {
        last.insert_str(0, "or ");
    }
    Some(format!("{} may have {verb}", list(&names)))
}

/// What rules have counted of the packets that have come to some hooks.
pub(super) struct Counted {
    ipv4: u64,
    ipv6: u64,
    /// Those of either family.
    any: u64,
}

impl Counted {
    pub(super) fn new(state: &HostState, hooks: &[Hook]) -> Self {
        let mut counted = Self { ipv4: 0, ipv6: 0, any: 0 };
        let all = state.firewall.iter().flat_map(taken);
        for Taken { packets, by } in all.filter(|taken| taken.by.is_at(hooks)) {
            match (by.has(true), by.has(false)) {
                (true, true) => counted.any += packets,
                (true, false) => counted.ipv4 += packets,
                (false, true) => counted.ipv6 += packets,
                (false, false) => {}
            }
        }
        counted
    }

    /// Returns how many of a number of packets no rule has counted.
    pub(super) fn without(&mut self, number: u64, is_ipv4: bool) -> u64 {
        let number = number.saturating_sub(if is_ipv4 { self.ipv4 } else { self.ipv6 });
        let left = number.saturating_sub(self.any);
        self.any -= number - left;
        left
    }
}
