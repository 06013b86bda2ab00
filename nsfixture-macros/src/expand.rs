//! From a valid test to the function that the harness calls. It cannot fail, and it decides
//! nothing that the library could decide.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, ReturnType, Type};

use crate::input::Input;
use crate::model::{Argument, End, Flavor, Handle, Link, Model, Part};

pub(crate) fn expand(test: &Model) -> TokenStream {
    let Model { krate, run_in, .. } = test;
    let Input { attrs, vis, sig, body } = test.function;
    let name = &sig.ident;
    let name_text = name.to_string();
    let (output, end) = outcome(test);
    let test_attr = (!test.has_test).then(|| quote!(#[::core::prelude::v1::test]));
    let topology = topology(test);
    let settings = settings(test);
    let call = call(test);
    quote! {
        #(#attrs)*
        #test_attr
        #vis fn #name() #output {
            #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
            #sig #body
            #krate::private::Test::new(
                ::core::concat!(::core::module_path!(), "::", #name_text),
                #topology,
            )
            .run_in(#run_in)
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

fn topology(test: &Model) -> TokenStream {
    let krate = &test.krate;
    let parts = test.topology.iter().map(|part| match part {
        Part::Host(host) => quote!(.host(#host)),
        Part::Link(link) => {
            let link = self::link(krate, link);
            quote!(.link(#link))
        }
    });
    quote!(#krate::Topology::new() #(#parts)*)
}

fn link(krate: &TokenStream, link: &Link) -> TokenStream {
    let [a, b] = link.ends.each_ref().map(|end| self::end(krate, end));
    let subnets = &link.subnets;
    let mtu = link.mtu.iter();
    let name = link.name.iter();
    quote!(#krate::Link::new(#a, #b) #(.subnet(#subnets))* #(.mtu(#mtu))* #(.name(#name))*)
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
