//! What the rules of a topology have done, for the report of a failed test.

use nsfixture_plan::Plan;

use super::layers::CableDirection;
use crate::rule_counters::{RuleCounters, describe};

/// Returns a line for each rule of a link or a LAN, which has it in several directions: in some of them there may be nothing
/// to match.
pub(super) fn lines(plan: &Plan, rules: &[(CableDirection, Vec<RuleCounters>)]) -> Vec<String> {
    let mut groups: Vec<(&str, usize, Vec<(CableDirection, &RuleCounters)>)> = Vec::new();
    for (at, counters) in rules {
        let segment = segment(plan, at.cable);
        for (nth, counters) in counters.iter().enumerate() {
            let is_same = |group: &&mut (&str, usize, Vec<(CableDirection, &RuleCounters)>)| {
                (group.0, group.1) == (segment, nth) && group.2[0].1.rule == counters.rule
            };
            match groups.iter_mut().find(is_same) {
                Some((_, _, directions)) => directions.push((*at, counters)),
                None => groups.push((segment, nth, vec![(*at, counters)])),
            }
        }
    }
    groups.iter().map(|(segment, _, directions)| line(plan, segment, directions)).collect()
}

fn line(plan: &Plan, segment: &str, directions: &[(CableDirection, &RuleCounters)]) -> String {
    let matched = directions.iter().filter(|(_, counters)| counters.matched > 0);
    let seen = matched.map(|(at, counters)| {
        let end = plan.cables[at.cable].ends[at.from];
        describe(counters, &format!(" from `{}`", plan.name(end.site)))
    });
    let seen: Vec<String> = seen.collect();
    let seen = if seen.is_empty() { "matched no packet".to_owned() } else { seen.join("; ") };
    format!("{} of `{segment}`: {seen}", directions[0].1.rule)
}

/// Returns the name of the link or the LAN that a cable belongs to.
fn segment(plan: &Plan, cable: usize) -> &str {
    let link = plan.links.iter().find(|link| link.cable == cable).map(|link| &link.name);
    let lan = || plan.lans.iter().find(|lan| lan.cables.contains(&cable)).map(|lan| &lan.name);
    link.or_else(lan).expect("a cable belongs to a link or a LAN")
}
