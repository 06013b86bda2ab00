//! What runs have in common.

use super::run::{Datagrams, Run};

/// Prints what the runs have lost, and how much of it any two of them have in common.
pub(super) fn print(what: &str, runs: &[Run], pairs: &[(&Run, &Run)]) {
    for host in 0..2 {
        let same = pairs.iter().filter(|(a, b)| is_same(&a.datagrams[host], &b.datagrams[host]));
        let [sent, lost] = [|of: &Datagrams| of.sent, |of: &Datagrams| of.lost.len()]
            .map(|count| range(runs.iter().map(|run| count(&run.datagrams[host]))));
        println!(
            "{what}: {} sends {sent} datagrams and loses {lost}: the same numbers in {} of {} pairs of runs",
            ["the client", "the server"][host],
            same.count(),
            pairs.len(),
        );
    }
    let mut common: Vec<u64> = pairs.iter().map(|(a, b)| common(a, b)).collect();
    common.sort_unstable();
    println!(
        "{what}: of the data lost at first, two runs have {} to {} % in common, {} % in the median",
        common[0],
        common[common.len() - 1],
        common[common.len() / 2],
    );
}

/// Reports whether the same datagrams are lost, of those that are sent in both runs.
pub(super) fn is_same(a: &Datagrams, b: &Datagrams) -> bool {
    let sent = a.sent.min(b.sent);
    let [a, b] =
        [a, b].map(|datagrams| datagrams.lost.iter().filter(move |number| **number < sent));
    a.eq(b)
}

/// Returns how much of the data that one of two runs has lost at first both have lost, in per cent.
fn common(a: &Run, b: &Run) -> u64 {
    let bytes = |run: &Run| run.parts.iter().map(|part| part.end - part.start).sum::<u64>();
    let both = a.parts.iter().flat_map(|a| {
        b.parts.iter().map(|b| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
    });
    let both = both.sum::<u64>();
    100 * both / (bytes(a) + bytes(b) - both).max(1)
}

/// Returns the least and the greatest of some numbers, as text.
fn range(numbers: impl Iterator<Item = usize> + Clone) -> String {
    let [least, greatest] = [numbers.clone().min(), numbers.max()].map(Option::unwrap_or_default);
    format!("{least} to {greatest}")
}
