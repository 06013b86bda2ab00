//! Spans and names of tokens that the user did not write.

use proc_macro2::{Ident, Span};

/// Returns the name of the variable that refers to the library's fixture. It is an unlikely
/// one: hygiene does not protect a variable from a constant of the same name.
pub(super) fn fixture(span: Span) -> Ident {
    Ident::new("__cx", span)
}

/// Returns a span for our tokens that the compiler shows at the user's: names in them stay ours, and
/// lints know that nobody wrote them.
pub(super) fn located_at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}
