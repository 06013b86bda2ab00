//! What a test's signature cannot have, parameters aside.

use syn::Signature;

use super::harness::Harnesses;
use crate::diag::{self, Mistakes};

/// What others give may be generic.
pub(super) fn check(sig: &Signature, harnesses: Harnesses, mistakes: &mut Mistakes) {
    if let Some(token) = &sig.constness {
        mistakes.at(token, diag::CONST);
    }
    if let Some(token) = &sig.unsafety {
        mistakes.at(token, diag::UNSAFE);
    }
    if let Some(abi) = &sig.abi {
        mistakes.at(abi, diag::ABI);
    }
    if !harnesses.give && !sig.generics.params.is_empty() {
        mistakes.at(&sig.generics, diag::GENERICS);
    }
    if let (Some(clause), false) = (&sig.generics.where_clause, harnesses.give) {
        mistakes.at(clause.where_token, diag::WHERE);
    }
    if let Some(variadic) = &sig.variadic {
        mistakes.at(variadic, diag::VARIADIC);
    }
}
