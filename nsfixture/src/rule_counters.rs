//! What rules have done.

/// What a rule has done to the packets in one direction of a cable.
///
/// Packets are counted as by [`FaultCounters`](crate::FaultCounters), which include what rules have done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleCounters {
    /// The rule, as the attribute has it: `rule(protocol = "udp", port = 53, loss = "10%")`.
    pub rule: String,
    /// Packets that the rule has matched.
    pub matched: u64,
    /// Packets lost by its `loss`.
    pub lost: u64,
    /// Packets lost by its `drop` and `drop_every`.
    pub dropped: u64,
    /// Packets sent a second time by its `duplicate`.
    pub duplicated: u64,
    /// Packets in which its `corrupt` has flipped a bit.
    pub corrupted: u64,
}

impl RuleCounters {
    /// Returns the counters of a rule that has not done anything yet.
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    pub(crate) fn new(rule: &str) -> Self {
        Self { rule: rule.to_owned(), ..Self::default() }
    }

    /// Returns all numbers with their names.
    #[doc(hidden)]
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let Self { matched, lost, dropped, duplicated, corrupted, .. } = *self;
        let effects = [lost, dropped, duplicated, corrupted];
        let names = ["lost", "dropped", "duplicated", "corrupted"];
        [("matched", matched)].into_iter().chain(names.into_iter().zip(effects))
    }

    /// Returns what the rule has done to packets, without what it has not done.
    pub(crate) fn effects(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.entries().filter(|(name, count)| *count > 0 && *name != "matched")
    }

    /// Returns true if the rule has changed what happened to some packet.
    pub fn acted(&self) -> bool {
        self.effects().next().is_some()
    }

    /// Returns what the rule has done since `before`.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        Self {
            rule: self.rule.clone(),
            matched: self.matched.saturating_sub(before.matched),
            lost: self.lost.saturating_sub(before.lost),
            dropped: self.dropped.saturating_sub(before.dropped),
            duplicated: self.duplicated.saturating_sub(before.duplicated),
            corrupted: self.corrupted.saturating_sub(before.corrupted),
        }
    }
}

/// Describes what a rule has done to packets of a direction: "matched 3 packets from `a`: 1 lost", where `from` is
/// " from `a`".
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn describe(counters: &RuleCounters, from: &str) -> String {
    let packets = match counters.matched {
        0 => return format!("matched no packet{from}"),
        1 => "1 packet".to_owned(),
        count => format!("{count} packets"),
    };
    let effects: Vec<String> =
        counters.effects().map(|(name, count)| format!("{count} {name}")).collect();
    let effects = if effects.is_empty() { "never acted".to_owned() } else { effects.join(", ") };
    format!("matched {packets}{from}: {effects}")
}
