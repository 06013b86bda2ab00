//! What stands in for a mistaken test: its mistakes, and the function as it was written, which
//! no harness calls.
//!
//! With its body still there, nothing that the body uses becomes unused, what else is wrong is
//! said at the same time, and an editor goes on completing in it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, FnArg, Signature};

use crate::diag::Mistakes;
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

/// The other harnesses' attributes are left out, and are used all the same.
fn used(attrs: &[Attribute]) -> Option<TokenStream> {
    let harnesses = attrs.iter().filter(|attr| matches!(role(attr), Role::Harness(_)));
    let paths: Vec<_> = harnesses.map(Attribute::path).collect();
    let unused = quote!(#[allow(unused_imports)]);
    (!paths.is_empty()).then(|| quote!(const _: () = { #(#unused use #paths as _;)* };))
}

/// For what is no function: it stays as it is.
pub(crate) fn of_item(mistakes: Mistakes, item: &TokenStream) -> TokenStream {
    let errors = mistakes.into_error().map(|error| error.to_compile_error());
    quote!(#errors #item)
}

/// Takes away what the compiler, too, would complain of.
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
