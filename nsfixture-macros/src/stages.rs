//! The ways through the attributes, from tokens to tokens.

use proc_macro2::{TokenStream, TokenTree};

use crate::diag::{self, Mistakes};
use crate::expand::{self, Outer};
use crate::input::Input;
use crate::lower::Harnesses;
use crate::source::Around;
use crate::{args, fallback, lower};

pub(crate) fn run(args: TokenStream, item: &TokenStream, around: &Around) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let args = args::read(args, &mut mistakes);
    let input = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return no_function(error, mistakes, item),
    };
    match lower::lower(&args, &input, around, mistakes) {
        Ok(test) => expand::expand(&test),
        Err(error) => fallback::of_function(&error, &input),
    }
}

/// What [`run`] has left for later, once others have made the function: the library's path, and
/// the test that is to be put around it.
pub(crate) fn put_around(args: TokenStream, item: &TokenStream, registered: bool) -> TokenStream {
    let mut args = args.into_iter();
    let krate: TokenStream = args
        .by_ref()
        .take_while(|tree| !matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ','))
        .collect();
    let made: TokenStream = args.collect();
    let mut mistakes = Mistakes::default();
    let input: Input = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return no_function(error, mistakes, item),
    };
    // Not everybody keeps the order of attributes.
    if Harnesses::below(&input.attrs, input.sig.asyncness.is_some()).any {
        return expand::once_more(&input, &krate, &made, registered);
    }
    for input in &input.sig.inputs {
        mistakes.at(input, diag::PARAMETER_LEFT);
    }
    if let Some(error) = mistakes.into_error() {
        fallback::of_function(&error, &input)
    } else {
        let is_registered = registered || lower::has_test(&input.attrs);
        Outer { function: &input, krate: &krate, is_registered }.around(&made, &[])
    }
}

fn no_function(error: syn::Error, mut mistakes: Mistakes, item: &TokenStream) -> TokenStream {
    mistakes.add(error);
    fallback::of_item(mistakes, item)
}
