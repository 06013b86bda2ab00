//! The one way through the attribute, from tokens to tokens.

use proc_macro2::TokenStream;

use crate::diag::Mistakes;
use crate::{args, expand, fallback, lower};

pub(crate) fn run(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let args = args::read(args, &mut mistakes);
    let input = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => {
            mistakes.add(error);
            return fallback::of_item(mistakes, item);
        }
    };
    match lower::lower(&args, &input, mistakes) {
        Ok(test) => expand::expand(&test),
        Err(error) => fallback::of_function(&error, &input),
    }
}
