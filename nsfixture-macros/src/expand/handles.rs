//! The handles that parameters get.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::LitStr;

use super::hygiene::{fixture, located_at};
use crate::model::{Argument, Handle};

/// Returns the handle for a parameter. It comes from a variable that is a reference to the library's
/// fixture: no trait in scope, which might be implemented for all types, can shadow the methods of a
/// reference's target.
pub(super) fn handle(argument: &Argument) -> TokenStream {
    let span = located_at(argument.span);
    let fixture = fixture(span);
    let handle = match &argument.handle {
        Handle::Node(host) => {
            let host = LitStr::new(host, span);
            quote_spanned!(span=> #fixture.node(#host))
        }
        Handle::Net => quote_spanned!(span=> #fixture.net()),
    };
    if argument.by_ref { quote_spanned!(span=> &#handle) } else { handle }
}
