//! One failure, and the check of its report.

use nsfixture_tests::leave_out;

use crate::FIRST;
use crate::child::{report, run};
use crate::subjects::nftables::NOT_THERE;

/// A failure.
pub(crate) struct Case {
    /// The test that fails by it, in `subjects`.
    test: &'static str,
    /// What is wrong, for the guide.
    cause: &'static str,
    /// Part of the test's own message.
    sees: &'static str,
    /// A line of the report, in which a `*` stands for anything.
    says: &'static str,
}

pub(crate) const fn case(
    test: &'static str,
    cause: &'static str,
    sees: &'static str,
    says: &'static str,
) -> Case {
    Case { test, cause, sees, says }
}

impl Case {
    /// Runs the test and checks its report.
    pub(crate) fn check(&self) -> Result<(), String> {
        let printed = run(&format!("subjects::{}", self.test));
        if printed.contains(NOT_THERE) {
            leave_out(&format!("{}: {NOT_THERE}", self.test));
            return Ok(());
        }
        let report = report(&printed);
        let first = &report[..report.len().min(FIRST)];
        let says = first.iter().any(|line| matches(self.says, line));
        let sees = printed.contains(self.sees);
        match (says, sees) {
            (true, true) => Ok(()),
            _ => Err(format!(
                "{}: said: {says}, seen: {sees}, expected `{}` in:\n{}\nall of it:\n{printed}",
                self.test,
                self.says,
                first.join("\n"),
            )),
        }
    }

    /// Returns its row in the guide.
    pub(crate) fn row(&self) -> String {
        let says = self.says.replace('*', "..");
        format!("| {} | `{}` | `` {says} `` |", self.cause, self.sees)
    }
}

/// Returns true if a line is this, where a `*` stands for anything.
fn matches(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (nth, part) in parts.iter().enumerate() {
        if nth + 1 == parts.len() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[test]
fn patterns_match_whole_lines() {
    assert!(matches("a: * dropped", "a: 3 packets dropped"));
    assert!(!matches("a: * dropped", "a: 3 packets dropped by b"));
    assert!(!matches("a: x", "a: xy"));
    assert!(matches("a: *", "a: xy"));
}
