//! The mistakes found so far.

use std::fmt::Display;

use quote::ToTokens;

/// Every mistake that was found, each at its tokens.
#[derive(Default)]
pub(crate) struct Diagnostics(Option<syn::Error>);

impl Diagnostics {
    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Adds a mistake at these tokens, or at the attribute itself if there are none.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake at the attribute itself.
    pub(crate) fn here(&mut self, message: impl Display) {
        self.at(proc_macro2::TokenStream::new(), message);
    }

    pub(crate) fn into_error(self) -> Option<syn::Error> {
        self.0
    }
}
