//! From which hooks packets get to a chain.

use std::collections::{BTreeMap, BTreeSet};

use crate::host_state::{BaseChain, ChainPlace, Firewall, Hook, Verdict};

/// A rule that leads from one chain to another of its table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Jump {
    pub(super) from: ChainPlace,
    pub(super) to: String,
}

/// Sets the hooks of each rule: those of the base chains that lead to its chain.
pub(super) fn find(firewall: &mut Firewall, jumps: &[Jump]) {
    let maps = firewall.rules.iter().filter(|rule| rule.verdict == Verdict::Map);
    let maps: BTreeSet<ChainPlace> = maps.map(|rule| rule.place.clone()).collect();
    let mut known: BTreeMap<ChainPlace, BTreeSet<Hook>> = BTreeMap::new();
    for rule in &mut firewall.rules {
        let found = known
            .entry(rule.place.clone())
            .or_insert_with_key(|place| hooks(place, &firewall.chains, jumps, &maps));
        rule.hooks.clone_from(found);
    }
}

fn hooks(
    place: &ChainPlace,
    bases: &[BaseChain],
    jumps: &[Jump],
    maps: &BTreeSet<ChainPlace>,
) -> BTreeSet<Hook> {
    let bases = || bases.iter().filter(|base| base.place.is_in_table_of(place));
    let mut chains: Vec<&str> = vec![&place.chain];
    let mut at = 0;
    while let Some(&chain) = chains.get(at) {
        for Jump { from, to } in jumps {
            if to == chain && from.is_in_table_of(place) && !chains.contains(&&*from.chain) {
                chains.push(&from.chain);
            }
        }
        at += 1;
    }
    let is_base = bases().any(|base| base.place == *place);
    // A map may lead to any chain of its table.
    let may_be_in_map = !is_base && maps.iter().any(|map| map.is_in_table_of(place));
    let leads = |base: &&BaseChain| may_be_in_map || chains.contains(&&*base.place.chain);
    bases().filter(leads).map(|base| base.hook).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host_state::{RuleState, TableFamily};

    fn place(chain: &str) -> ChainPlace {
        ChainPlace { family: TableFamily::Inet, table: "t".to_owned(), chain: chain.to_owned() }
    }

    fn base(hook: Hook) -> BaseChain {
        let place = place(&hook.to_string());
        BaseChain { place, hook, priority: 0, drops: false, counted: None }
    }

    fn rule(chain: &str, verdict: Verdict) -> RuleState {
        RuleState {
            place: place(chain),
            handle: 1,
            verdict,
            counter: None,
            text: None,
            hooks: BTreeSet::new(),
        }
    }

    fn jump(from: &str, to: &str) -> Jump {
        Jump { from: place(from), to: to.to_owned() }
    }

    #[test]
    fn jumps_lead_from_base_chains() {
        let chains = vec![base(Hook::Input), base(Hook::Output)];
        let rules = ["input", "far", "unused"].map(|chain| rule(chain, Verdict::Drop)).to_vec();
        let mut firewall = Firewall { chains, rules };
        // Those among them that lead in a circle, and those of another table.
        let other = ChainPlace { table: "other".to_owned(), ..place("output") };
        let jumps = [
            jump("input", "near"),
            jump("near", "far"),
            jump("far", "near"),
            Jump { from: other, to: "far".to_owned() },
        ];
        find(&mut firewall, &jumps);
        let hooks: Vec<Vec<Hook>> =
            firewall.rules.iter().map(|rule| rule.hooks.iter().copied().collect()).collect();
        assert_eq!(hooks, [vec![Hook::Input], vec![Hook::Input], vec![]]);
    }

    #[test]
    fn a_map_may_lead_anywhere() {
        let chains = vec![base(Hook::Input), base(Hook::Output)];
        let rules = vec![rule("input", Verdict::Map), rule("far", Verdict::Drop)];
        let mut firewall = Firewall { chains, rules };
        find(&mut firewall, &[]);
        assert_eq!(firewall.rules[0].hooks, BTreeSet::from([Hook::Input]));
        assert_eq!(firewall.rules[1].hooks, BTreeSet::from([Hook::Input, Hook::Output]));
    }
}
