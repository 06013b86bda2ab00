//! The function that the harness calls.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Signature, Type};

use super::hygiene::{fixture, located_at};
use crate::input::Input;
use crate::lower::expected_panic;

/// The function that the harness calls.
pub(crate) struct TestFn<'i> {
    pub(crate) function: &'i Input,
    /// The path of the library.
    pub(crate) krate: &'i TokenStream,
    /// True if libtest knows the function already.
    pub(crate) is_registered: bool,
}

impl TestFn<'_> {
    /// Returns the function, which runs the test of `builder` with the user's function as its body.
    pub(crate) fn expand(&self, builder: &TokenStream, arguments: &[TokenStream]) -> TokenStream {
        let Input { attrs, vis, sig, body } = self.function;
        let name = &sig.ident;
        let (output, end) = self.outcome();
        let test_attr = (!self.is_registered).then(|| quote!(#[::core::prelude::v1::test]));
        let should_panic = expected_panic(attrs).map(|text| quote!(.should_panic(#text)));
        let run = self.run(arguments);
        let inner = unlinted(sig.clone());
        // The future of the body never leaves the thread that runs it.
        let allowed = sig.asyncness.map(|_| quote!(#[allow(clippy::future_not_send)]));
        quote! {
            #(#attrs)*
            #test_attr
            #vis fn #name() #output {
                #allowed
                #inner #body
                #builder
                #should_panic
                #run
                #end
            }
        }
    }

    /// Returns the return type, and what follows the last expression.
    fn outcome(&self) -> (Option<TokenStream>, Option<TokenStream>) {
        match &self.function.sig.output {
            ReturnType::Default => (None, Some(quote!(;))),
            ReturnType::Type(_, ty) if is_unit(ty) => (None, Some(quote!(;))),
            ReturnType::Type(..) => {
                let krate = self.krate;
                (Some(quote!(-> #krate::__private::v1::ExitCode)), None)
            }
        }
    }

    /// Returns the call that runs the test. `#[track_caller]` reports failures at its start, which is
    /// the function's name.
    fn run(&self, arguments: &[TokenStream]) -> TokenStream {
        let sig = &self.function.sig;
        let at = match &sig.output {
            ReturnType::Default => sig.ident.span(),
            ReturnType::Type(_, ty) => ty.span(),
        };
        let span = located_at(at);
        let mut name = sig.ident.clone();
        name.set_span(sig.ident.span().located_at(at));
        let text = name.to_string();
        let path = quote!(::core::concat!(::core::module_path!(), "::", #text));
        let parameter = match arguments {
            [] => quote_spanned!(span=> _),
            _ => fixture(span).into_token_stream(),
        };
        let (method, arguments) = if sig.asyncness.is_some() {
            let body = quote_spanned!(span=> async |#parameter| #name(#(#arguments),*).await);
            ("run_async", quote!(#path, #body))
        } else {
            ("run", quote_spanned!(span=> #path, |#parameter| #name(#(#arguments),*)))
        };
        // A return type that is not an outcome is reported at the method's name, and a failure at the
        // start of name and arguments.
        let method = Ident::new(method, at);
        let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
        arguments.set_span(sig.ident.span());
        quote!(.#method #arguments)
    }
}

/// Disables lints about the function as a whole, which would be about what we ask for: a handle by
/// value, an `async` without an `await`. They ignore functions that start with a token of ours; an
/// `#[allow]` would be an error where the user forbids the lint.
fn unlinted(mut sig: Signature) -> Signature {
    sig.fn_token.span = located_at(sig.fn_token.span);
    if let Some(token) = &mut sig.asyncness {
        token.span = located_at(token.span);
    }
    sig
}

fn is_unit(ty: &Type) -> bool {
    match ty {
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        Type::Group(group) => is_unit(&group.elem),
        Type::Paren(paren) => is_unit(&paren.elem),
        _ => false,
    }
}
