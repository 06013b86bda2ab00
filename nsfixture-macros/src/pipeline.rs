//! The attributes, from tokens to tokens.

use proc_macro2::{TokenStream, TokenTree};

use crate::diag::{self, Diagnostics};
use crate::expand::{self, TestFn};
use crate::input::Input;
use crate::lower::Harnesses;
use crate::surroundings::SurroundingAttrs;
use crate::{args, fallback, lower};

/// Expands `#[ns_test]`.
pub(crate) fn run(
    args: TokenStream,
    item: &TokenStream,
    surroundings: &SurroundingAttrs,
) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = args::read(args, &mut diagnostics);
    let input = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return no_function(error, diagnostics, item),
    };
    match lower::lower(&args, &input, surroundings, diagnostics) {
        Ok(test) => expand::expand(&test),
        Err(error) => fallback::of_function(&error, &input),
    }
}

/// Expands the attribute that [`run`] has left below others, once those have builder the function. Its
/// arguments are the library's path and the test.
pub(crate) fn run_below(args: TokenStream, item: &TokenStream, registered: bool) -> TokenStream {
    let mut args = args.into_iter();
    let krate: TokenStream = args
        .by_ref()
        .take_while(|tree| !matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ','))
        .collect();
    let builder: TokenStream = args.collect();
    let mut diagnostics = Diagnostics::default();
    let input: Input = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return no_function(error, diagnostics, item),
    };
    // Some attributes change the order of others.
    if Harnesses::below(&input.attrs, input.sig.asyncness.is_some()).any {
        return expand::reattach(&input, &krate, &builder, registered);
    }
    for input in &input.sig.inputs {
        diagnostics.at(input, diag::PARAMETER_LEFT);
    }
    if let Some(error) = diagnostics.into_error() {
        fallback::of_function(&error, &input)
    } else {
        let is_registered = registered || lower::has_test(&input.attrs);
        TestFn { function: &input, krate: &krate, is_registered }.expand(&builder, &[])
    }
}

fn no_function(error: syn::Error, mut diagnostics: Diagnostics, item: &TokenStream) -> TokenStream {
    diagnostics.add(error);
    fallback::of_item(diagnostics, item)
}
