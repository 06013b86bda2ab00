//! What the rules of a topology have done, for the report of a failed test.

use nsfixture_plan::Plan;

use super::layers::CableDirection;
use crate::rule_counters::{RuleCounters, describe};

/// A rule of a link or a LAN, which may be there in several directions.
struct Group<'r> {
    segment: &'r str,
    nth: usize,
    rule: &'r str,
    directions: Vec<(CableDirection, &'r RuleCounters)>,
}

/// Returns a line for each rule of a link or a LAN: in some of its directions there may be nothing to match.
pub(super) fn lines(plan: &Plan, rules: &[(CableDirection, Vec<RuleCounters>)]) -> Vec<String> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (at, counters) in rules {
        let segment = segment(plan, at.cable);
        for (nth, counters) in counters.iter().enumerate() {
            let rule = counters.rule.as_str();
            let is_same = |group: &&mut Group<'_>| {
                (group.segment, group.nth, group.rule) == (segment, nth, rule)
            };
            match groups.iter_mut().find(is_same) {
                Some(group) => group.directions.push((*at, counters)),
                None => {
                    groups.push(Group { segment, nth, rule, directions: vec![(*at, counters)] });
                }
            }
        }
    }
    groups.iter().map(|group| line(plan, group)).collect()
}

fn line(plan: &Plan, Group { segment, rule, directions, .. }: &Group<'_>) -> String {
    let matched = directions.iter().filter(|(_, counters)| counters.matched > 0);
    let seen = matched.map(|(at, counters)| {
        let end = plan.cables[at.cable].ends[at.from];
        describe(counters, &format!(" from `{}`", plan.name(end.site)))
    });
    let seen: Vec<String> = seen.collect();
    let seen = if seen.is_empty() { "matched no packet".to_owned() } else { seen.join("; ") };
    format!("{rule} of `{segment}`: {seen}")
}

/// Returns the name of the link or the LAN that a cable belongs to.
fn segment(plan: &Plan, cable: usize) -> &str {
    let link = plan.links.iter().find(|link| link.cable == cable).map(|link| &link.name);
    let lan = || plan.lans.iter().find(|lan| lan.cables.contains(&cable)).map(|lan| &lan.name);
    link.or_else(lan).expect("a cable belongs to a link or a LAN")
}
