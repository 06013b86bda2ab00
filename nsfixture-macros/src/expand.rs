//! From a valid test to the function that the harness calls. It cannot fail, and it decides
//! nothing that the library could decide.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, ReturnType, Type};

use crate::input::Input;
use crate::model::{Argument, End, Flavor, Handle, Medium, Model, Network, Part};

pub(crate) fn expand(test: &Model) -> TokenStream {
    let Input { attrs, vis, sig, body } = test.function;
    let name = &sig.ident;
    let (output, end) = outcome(test);
    let test_attr = (!test.has_test).then(|| quote!(#[::core::prelude::v1::test]));
    let made = made(test);
    let run_in = test.run_in.iter();
    let settings = settings(test);
    let call = call(test);
    quote! {
        #(#attrs)*
        #test_attr
        #vis fn #name() #output {
            #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
            #sig #body
            #made
            #(.run_in(#run_in))*
            #settings
            #call
            #end
        }
    }
}

/// The outer function's return type, and what follows its last expression.
fn outcome(test: &Model) -> (Option<TokenStream>, Option<TokenStream>) {
    match &test.function.sig.output {
        ReturnType::Default => (None, Some(quote!(;))),
        ReturnType::Type(_, ty) if is_unit(ty) => (None, Some(quote!(;))),
        ReturnType::Type(..) => {
            let krate = &test.krate;
            (Some(quote!(-> #krate::private::ExitCode)), None)
        }
    }
}

fn is_unit(ty: &Type) -> bool {
    match ty {
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        Type::Group(group) => is_unit(&group.elem),
        Type::Paren(paren) => is_unit(&paren.elem),
        _ => false,
    }
}

/// The test, with its topology.
fn made(test: &Model) -> TokenStream {
    let krate = &test.krate;
    let name = test.function.sig.ident.to_string();
    let path = quote!(::core::concat!(::core::module_path!(), "::", #name));
    match &test.network {
        Network::Parts(parts) => {
            let parts = parts.iter().map(|part| self::part(krate, part));
            quote!(#krate::private::Test::new(#path, #krate::Topology::new() #(#parts)*))
        }
        Network::Expression(expression) => {
            // Whatever else the compiler finds at these tokens, it shows it at the expression.
            let topology = quote_spanned!(located_at(expression.span())=> || #expression);
            let expected = expected(test);
            quote!(#krate::private::Test::made_by(#path, #topology) #expected)
        }
        Network::File(file) => {
            // With this the compiler knows of the file, and compiles anew when it changes.
            let directory = quote!(::core::env!("CARGO_MANIFEST_DIR"));
            let full = quote!(::core::concat!(#directory, "/", #file));
            quote!(#krate::private::Test::from_file(#path, ::core::include_str!(#full)))
        }
    }
}

/// The hosts that parameters name, where nobody knows yet whether they are there.
fn expected(test: &Model) -> Option<TokenStream> {
    let names: Vec<&String> = test.arguments.iter().filter_map(Argument::host).collect();
    (!names.is_empty()).then(|| quote!(.expects(&[#(#names),*])))
}

fn part(krate: &TokenStream, part: &Part) -> TokenStream {
    match part {
        Part::Host(host) => quote!(.host(#host)),
        Part::Link(ends, medium) => {
            let ends = ends.iter().map(|end| self::end(krate, end));
            let medium = self::medium(medium);
            quote!(.link(#krate::Link::new(#(#ends),*) #medium))
        }
        Part::Lan(ends, medium) => {
            let medium = self::medium(medium);
            let ends = self::ends(krate, ends);
            quote!(.lan(#krate::Lan::new([#(#ends),*]) #medium))
        }
        Part::Router(host) => quote!(.router(#host)),
    }
}

fn medium(medium: &Medium) -> TokenStream {
    let Medium { subnets, mtu, name } = medium;
    let (mtu, name) = (mtu.iter(), name.iter());
    quote!(#(.subnet(#subnets))* #(.mtu(#mtu))* #(.name(#name))*)
}

/// The names alone, if there is no more to say.
fn ends(krate: &TokenStream, ends: &[End]) -> Vec<TokenStream> {
    let bare = ends.iter().all(|end| end.addrs.is_empty());
    let host = |end: &End| end.host.to_token_stream();
    ends.iter().map(|end| if bare { host(end) } else { self::end(krate, end) }).collect()
}

fn end(krate: &TokenStream, end: &End) -> TokenStream {
    let End { host, addrs } = end;
    quote!(#krate::End::new(#host) #(.addr(#addrs))*)
}

fn settings(test: &Model) -> TokenStream {
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
    let stray_panics = test.allow_stray_panics.then(|| quote!(.allow_stray_panics()));
    let should_panic = test.expected_panic.iter().map(|text| quote!(.should_panic(#text)));
    quote!(#timeout #flavor #stray_panics #(#should_panic)*)
}

fn call(test: &Model) -> TokenStream {
    let sig = &test.function.sig;
    // The compiler finds a return type that is no outcome of a test only here.
    let at = match &sig.output {
        ReturnType::Default => sig.ident.span(),
        ReturnType::Type(_, ty) => ty.span(),
    };
    let span = located_at(at);
    let mut name = sig.ident.clone();
    name.set_span(sig.ident.span().located_at(at));
    let parameter = match &test.arguments[..] {
        [] => quote_spanned!(span=> _),
        _ => context(span).into_token_stream(),
    };
    let arguments = test.arguments.iter().map(argument);
    if sig.asyncness.is_some() {
        quote_spanned!(span=> .run_async(|#parameter| async move { #name(#(#arguments),*).await }))
    } else {
        quote_spanned!(span=> .run(|#parameter| #name(#(#arguments),*)))
    }
}

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

fn context(span: Span) -> Ident {
    Ident::new("cx", span)
}

/// For tokens of ours that the compiler shows at the user's: names in them stay ours, and lints
/// know that nobody wrote them.
fn located_at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}
