//! The expansion of a mistaken test: its mistakes, and the function as it was written, which no
//! harness calls.
//!
//! The body is kept, so that nothing it uses becomes unused, the compiler reports its other mistakes
//! at the same time, and editors keep completing in it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, FnArg, Signature};

use crate::diag::Diagnostics;
use crate::input::Input;
use crate::lower::{Role, role};

pub(crate) fn of_function(error: &syn::Error, input: &Input) -> TokenStream {
    let errors = error.to_compile_error();
    let attrs = input.attrs.iter().filter(|attr| role(attr) == Role::Plain);
    let used = used(&input.attrs);
    let sig = without_refused(input.sig.clone());
    let Input { vis, body, .. } = input;
    quote! {
        #errors
        #used
        #(#attrs)*
        #[allow(warnings)]
        #vis #sig #body
    }
}

/// Returns uses of the other harnesses' attributes, which are removed from the function.
fn used(attrs: &[Attribute]) -> Option<TokenStream> {
    let harnesses = attrs.iter().filter(|attr| matches!(role(attr), Role::Harness(_)));
    let paths: Vec<_> = harnesses.map(Attribute::path).collect();
    let unused = quote!(#[allow(unused_imports)]);
    (!paths.is_empty()).then(|| quote!(const _: () = { #(#unused use #paths as _;)* };))
}

/// Returns an item that is not a function unchanged, with its mistakes.
pub(crate) fn of_item(diagnostics: Diagnostics, item: &TokenStream) -> TokenStream {
    let errors = diagnostics.into_error().map(|error| error.to_compile_error());
    quote!(#errors #item)
}

/// Removes what the compiler would report, too.
fn without_refused(mut sig: Signature) -> Signature {
    sig.constness = None;
    sig.abi = None;
    sig.variadic = None;
    for input in &mut sig.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.attrs.clear(),
            FnArg::Typed(typed) => typed.attrs.clear(),
        }
    }
    sig
}
