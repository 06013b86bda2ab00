//! Networks in which nothing is odd.

use nsfixture_tests::{is_skipped, leave_out};

use crate::child::{report, run};
use crate::subjects::nftables::NOT_THERE;

/// Checks that the report has only lines that do not speak of the network.
#[track_caller]
fn says_nothing(test: &str) {
    if is_skipped(test) {
        return;
    }
    let printed = run(&format!("subjects::healthy::{test}"));
    if printed.contains(NOT_THERE) {
        leave_out(&format!("{test}: {NOT_THERE}"));
        return;
    }
    let is_known = |line: &&str| {
        [
            "the test body panicked",
            "the seed of the faults is",
            "faults of ",
            "packets left up to ",
            "the last packets:",
            "report: ",
            "no report was written",
        ]
        .iter()
        .any(|known| line.starts_with(known))
    };
    let odd: Vec<&str> = report(&printed).into_iter().filter(|line| !is_known(line)).collect();
    assert!(odd.is_empty(), "{odd:#?}\n{printed}");
}

#[test]
fn a_link_with_traffic() {
    says_nothing("a_link_with_traffic");
}

#[test]
fn an_impaired_link_with_traffic() {
    says_nothing("an_impaired_link_with_traffic");
}

#[test]
fn routers_with_traffic() {
    says_nothing("routers_with_traffic");
}

#[test]
fn firewalls_with_traffic() {
    says_nothing("firewalls_with_traffic");
}

#[test]
fn connections_that_are_open() {
    says_nothing("connections_that_are_open");
}
