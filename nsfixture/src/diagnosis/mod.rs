//! What the state of a network says about why its test has failed: a table of causes, each of which looks at the
//! states of all hosts and puts into words what is odd.
//!
//! Nothing is said where nothing is odd. What is said is what the kernel has counted, with the numbers; where it can have
//! several reasons, it says which are possible.

mod causes;
mod evidence;
mod finding;
#[cfg(test)]
mod firewall_tests;
mod rules;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use evidence::{CableFaults, Evidence};

use causes::CAUSES;
use finding::Finding;

/// The most findings that are listed.
const MAX_LINES: usize = 12;

/// Returns what is odd, the most telling first, each a line that begins with the host.
pub(crate) fn diagnose(evidence: &Evidence<'_>) -> Vec<String> {
    let mut findings: Vec<Finding> = Vec::new();
    for cause in CAUSES {
        cause(evidence, &mut findings);
    }
    let line = |Finding { place, sentence }: &Finding| format!("{place}: {sentence}");
    let mut lines: Vec<String> = findings.iter().map(line).collect();
    if lines.len() > MAX_LINES {
        let more = lines.split_off(MAX_LINES - 1).len();
        lines.push(format!("and {more} more findings"));
    }
    lines
}
