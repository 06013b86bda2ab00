//! The attributes below ours that make tests, too.
//!
//! Ours lets them make their tests first: it goes last, onto each function that they hand to
//! libtest, and puts the network around it.

use syn::Attribute;

use super::attrs::{Role, role};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Harness {
    /// `rstest` and what leads to it: gives parameters by attributes, cases and fixtures.
    Rstest,
    /// `test_case`: gives parameters by their places, and registers each case itself.
    TestCase,
    /// `tokio::test` and the like: gives nothing.
    Bare,
    /// Any other: may give parameters.
    Other,
}

pub(super) fn find(path: &[&str]) -> Option<Harness> {
    match path {
        [.., "rstest" | "apply"] => Some(Harness::Rstest),
        [.., "test_case" | "test_matrix"] | ["test_case", "case"] => Some(Harness::TestCase),
        ["tokio" | "test_log", "test"] => Some(Harness::Bare),
        [_, .., "test"] | [.., "gtest"] => Some(Harness::Other),
        _ => None,
    }
}

/// All that stand below ours.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Harnesses {
    pub(crate) any: bool,
    /// Whether one of them may give parameters.
    pub(crate) give: bool,
    /// Whether the function that they make is a test already, before ours sees it.
    pub(crate) register: bool,
    /// Whether one of them brings a runtime.
    pub(crate) runtime: bool,
}

impl Harnesses {
    pub(crate) fn below(attrs: &[Attribute], is_async: bool) -> Self {
        // What is refused gives, too: of its parameters there is no more to say.
        let give = attrs.iter().any(|attr| role(attr) == Role::Refused);
        let mut all = Self { give, ..Self::default() };
        let found = attrs.iter().filter_map(|attr| match role(attr) {
            Role::Harness(harness) => Some((harness, attr)),
            _ => None,
        });
        for (harness, attr) in found {
            all.any = true;
            all.give |= harness != Harness::Bare;
            all.register |= harness == Harness::TestCase && !is_async;
            all.runtime |= attr.path().segments.first().is_some_and(|first| first.ident == "tokio");
        }
        all
    }
}
