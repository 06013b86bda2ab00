//! Other test attributes below ours.
//!
//! They make their tests first. Ours comes last, on each function that they hand to libtest, and
//! wraps it in the network.

use syn::Attribute;

use super::role::{Harness, Role, role};

/// All test attributes below ours.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is independent of the others")]
pub(crate) struct Harnesses {
    pub(crate) any: bool,
    /// True if one of them may supply parameters.
    pub(crate) supply: bool,
    /// True if the function that they make is a test already, before ours sees it.
    pub(crate) register: bool,
    /// True if one of them brings a runtime.
    pub(crate) runtime: bool,
}

impl Harnesses {
    pub(crate) fn below(attrs: &[Attribute], is_async: bool) -> Self {
        // Rejected ones may supply parameters, too: those are no further mistakes.
        let supply = attrs.iter().any(|attr| role(attr) == Role::Refused);
        let mut all = Self { supply, ..Self::default() };
        let found = attrs.iter().filter_map(|attr| match role(attr) {
            Role::Harness(harness) => Some((harness, attr)),
            _ => None,
        });
        for (harness, attr) in found {
            all.any = true;
            all.supply |= harness != Harness::Bare;
            all.register |= harness == Harness::TestCase && !is_async;
            all.runtime |= attr.path().segments.first().is_some_and(|first| first.ident == "tokio");
        }
        all
    }
}
