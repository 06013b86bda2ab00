//! Checks of the signature of a test, except for its parameters.

use syn::{Safety, Signature};

use super::harness::Harnesses;
use crate::diag::{self, Diagnostics};

/// Checks the signature. Functions whose parameters others supply may be generic.
pub(super) fn check(sig: &Signature, harnesses: Harnesses, diagnostics: &mut Diagnostics) {
    if let Some(token) = &sig.constness {
        diagnostics.at(token, diag::CONST);
    }
    if let Safety::Unsafe(token) = &sig.safety {
        diagnostics.at(token, diag::UNSAFE);
    }
    if let Some(abi) = &sig.abi {
        diagnostics.at(abi, diag::ABI);
    }
    if !harnesses.supply && !sig.generics.params.is_empty() {
        diagnostics.at(&sig.generics, diag::GENERICS);
    }
    if let (Some(clause), false) = (&sig.generics.where_clause, harnesses.supply) {
        diagnostics.at(clause.where_token, diag::WHERE);
    }
    if let Some(variadic) = &sig.variadic {
        diagnostics.at(variadic, diag::VARIADIC);
    }
}
