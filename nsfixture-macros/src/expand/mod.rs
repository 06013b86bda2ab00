//! From a valid test to the function that the harness calls. It cannot fail, and it decides
//! nothing that the library could decide.

mod below;
mod topology;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, ReturnType, Signature, Type};

pub(crate) use below::once_more;

use crate::input::Input;
use crate::lower::expected_panic;
use crate::model::{Argument, Flavor, Handle, Model};

pub(crate) fn expand(test: &Model) -> TokenStream {
    let made = topology::made(test);
    let settings = settings(test);
    let made = quote!(#made #settings);
    if test.harnesses.any {
        return below::of_others(test, &made);
    }
    let arguments: Vec<TokenStream> = test.arguments.iter().map(argument).collect();
    Outer { function: test.function, krate: &test.krate, is_registered: test.is_registered }
        .around(&made, &arguments)
}

/// The function that the harness calls.
pub(crate) struct Outer<'i> {
    pub(crate) function: &'i Input,
    /// The path of the library.
    pub(crate) krate: &'i TokenStream,
    /// Whether libtest knows of it already.
    pub(crate) is_registered: bool,
}

impl Outer<'_> {
    /// It runs what is `made` around the function, which gets these arguments.
    pub(crate) fn around(&self, made: &TokenStream, arguments: &[TokenStream]) -> TokenStream {
        let Input { attrs, vis, sig, body } = self.function;
        let name = &sig.ident;
        let (output, end) = self.outcome();
        let test_attr = (!self.is_registered).then(|| quote!(#[::core::prelude::v1::test]));
        let should_panic = expected_panic(attrs).map(|text| quote!(.should_panic(#text)));
        let run = self.run(arguments);
        let inner = unlinted(sig.clone());
        // This one is about what the future returns; the runtime runs it where it was made.
        let allowed = sig.asyncness.map(|_| quote!(#[allow(clippy::future_not_send)]));
        quote! {
            #(#attrs)*
            #test_attr
            #vis fn #name() #output {
                #allowed
                #inner #body
                #made
                #should_panic
                #run
                #end
            }
        }
    }

    /// Its return type, and what follows its last expression.
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

    fn run(&self, arguments: &[TokenStream]) -> TokenStream {
        let sig = &self.function.sig;
        // The compiler finds a return type that is no outcome of a test only here.
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
            _ => context(span).into_token_stream(),
        };
        if sig.asyncness.is_some() {
            quote_spanned!(span=>
                .run_async(#path, async |#parameter| #name(#(#arguments),*).await)
            )
        } else {
            quote_spanned!(span=> .run(#path, |#parameter| #name(#(#arguments),*)))
        }
    }
}

/// What a lint has to say of a function as a whole would be of what we ask for: a handle by value,
/// an `async` that nobody awaits in. It is silent where the function begins with a token of ours. An
/// `#[allow]` would be refused where the user forbids the lint.
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

fn settings(test: &Model) -> TokenStream {
    let run_in = test.run_in.iter();
    let timeout = test.timeout_millis.map(|millis| quote!(.timeout_millis(#millis)));
    let flavor = match test.flavor {
        Flavor::CurrentThread => None,
        Flavor::MultiThread { workers: None } => {
            Some(quote!(.flavor_multi_thread(::core::option::Option::None)))
        }
        Flavor::MultiThread { workers: Some(workers) } => {
            Some(quote!(.flavor_multi_thread(::core::option::Option::Some(#workers))))
        }
    };
    let unobserved_panics =
        test.allow_unobserved_panics.then(|| quote!(.allow_unobserved_panics()));
    quote!(#(.run_in(#run_in))* #timeout #flavor #unobserved_panics)
}

/// The handle that a parameter is given, from a variable that refers to the library's context: of a
/// reference no trait of the user's, which everything may have, can take the methods' names.
fn argument(argument: &Argument) -> TokenStream {
    let span = located_at(argument.span);
    let context = context(span);
    let handle = match &argument.handle {
        Handle::Node(host) => {
            let host = LitStr::new(host, span);
            quote_spanned!(span=> #context.node(#host))
        }
        Handle::Net => quote_spanned!(span=> #context.net()),
    };
    if argument.by_ref { quote_spanned!(span=> &#handle) } else { handle }
}

/// Hygiene does not cover a constant of the name of a variable, so that it is one that nobody has.
fn context(span: Span) -> Ident {
    Ident::new("__cx", span)
}

/// For tokens of ours that the compiler shows at the user's: names in them stay ours, and lints
/// know that nobody wrote them.
fn located_at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}
