//! The network of a test, as the library builds it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::located_at;
use crate::model::{Argument, Endpoint, Medium, Model, Network, Part};

/// The test, with its topology.
pub(super) fn made(test: &Model) -> TokenStream {
    let krate = &test.krate;
    match &test.network {
        Network::Parts(parts) => {
            let parts = parts.iter().map(|part| self::part(krate, part));
            quote!(#krate::__private::v1::Test::new(#krate::Topology::new() #(#parts)*))
        }
        Network::Expression(expression) => {
            // Whatever else the compiler finds at these tokens, it shows it at the expression.
            let topology = quote_spanned!(located_at(expression.span())=> || #expression);
            let expected = expected(test);
            quote!(#krate::__private::v1::Test::made_by(#topology) #expected)
        }
        Network::File(file) => {
            // With this the compiler knows of the file, and compiles anew when it changes.
            let directory = quote!(::core::env!("CARGO_MANIFEST_DIR"));
            let full = quote!(::core::concat!(#directory, "/", #file));
            quote!(#krate::__private::v1::Test::from_file(::core::include_str!(#full)))
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
fn ends(krate: &TokenStream, ends: &[Endpoint]) -> Vec<TokenStream> {
    let bare = ends.iter().all(|end| end.addrs.is_empty());
    let host = |end: &Endpoint| end.host.to_token_stream();
    ends.iter().map(|end| if bare { host(end) } else { self::end(krate, end) }).collect()
}

fn end(krate: &TokenStream, end: &Endpoint) -> TokenStream {
    let Endpoint { host, addrs } = end;
    quote!(#krate::Endpoint::new(#host) #(.addr(#addrs))*)
}
