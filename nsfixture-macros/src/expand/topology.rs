//! The network of a test: from a topology to the calls that build it.

use nsfixture_plan::{Endpoint, Fault, Faults, OptionValue, Segment, SegmentKind, Topology};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::hygiene::located_at;
use crate::model::{Argument, Model, Network, Source};

/// Returns the test with its topology.
pub(super) fn builder(test: &Model) -> TokenStream {
    let krate = &test.krate;
    match &test.network {
        Network::Topology(topology) => {
            let topology = self::topology(krate, topology);
            quote!(#krate::__private::v1::Test::new(#topology))
        }
        Network::Whole { source, options } => {
            let test = from_source(test, source);
            let options = self::options(krate, options);
            quote!(#test #options)
        }
    }
}

fn from_source(test: &Model, source: &Source) -> TokenStream {
    let krate = &test.krate;
    match source {
        Source::Expression(expression) => {
            // Mistakes that the compiler finds in these tokens are shown at the expression.
            let topology = quote_spanned!(located_at(expression.span())=> || #expression);
            let expected = expected(test);
            quote!(#krate::__private::v1::Test::made_by(#topology) #expected)
        }
        Source::File { path, traces } => {
            let content = include(path);
            let traces = traces.iter().map(|(name, path)| {
                let content = include(path);
                quote!(.trace(#name, #content))
            });
            quote!(#krate::__private::v1::Test::from_file(#content) #(#traces)*)
        }
    }
}

/// Returns the text of a file. With this the compiler depends on it, and compiles again when it changes.
pub(super) fn include(path: impl ToTokens) -> TokenStream {
    let directory = quote!(::core::env!("CARGO_MANIFEST_DIR"));
    quote!(::core::include_str!(::core::concat!(#directory, "/", #path)))
}

/// Returns the hosts that parameters name, for a topology whose hosts are not known yet.
fn expected(test: &Model) -> Option<TokenStream> {
    let names: Vec<&String> = test.arguments.iter().filter_map(Argument::host).collect();
    (!names.is_empty()).then(|| quote!(.expects(&[#(#names),*])))
}

fn topology(krate: &TokenStream, topology: &Topology) -> TokenStream {
    let hosts = topology.leading_hosts();
    let segments = topology.segments().iter().map(|segment| self::segment(krate, segment));
    let routers = topology.routers();
    let options = options(krate, topology);
    let faults = topology.schedule().iter().map(|fault| self::fault(krate, fault));
    quote! {
        #krate::Topology::new() #(.host(#hosts))* #(#segments)* #(.router(#routers))* #options #(#faults)*
    }
}

fn fault(krate: &TokenStream, fault: &Fault) -> TokenStream {
    let options = fault.option_entries().map(|(key, value)| option(krate, key, value));
    let from = from(krate, fault.from_entries());
    quote!(.fault(#krate::Fault::new() #(#options)* #(#from)*))
}

/// Returns the calls that set the options of a network, which a test has, too.
fn options(krate: &TokenStream, topology: &Topology) -> TokenStream {
    topology.option_entries().map(|(key, value)| option(krate, key, value)).collect()
}

fn segment(krate: &TokenStream, segment: &Segment) -> TokenStream {
    let ends = ends(krate, segment.ends());
    let options = segment.option_entries().map(|(key, value)| option(krate, key, value));
    let options = options.chain(from(krate, segment.from_entries()));
    match segment.kind() {
        SegmentKind::Link => quote!(.link(#krate::Link::new(#(#ends),*) #(#options)*)),
        SegmentKind::Lan => quote!(.lan(#krate::Lan::new([#(#ends),*]) #(#options)*)),
        other => unreachable!("the attribute cannot describe a {other}"),
    }
}

/// Returns the calls that set the faults of packets from hosts.
fn from<'t>(
    krate: &TokenStream,
    hosts: impl Iterator<Item = (&'t str, &'t Faults)>,
) -> impl Iterator<Item = TokenStream> {
    hosts.map(move |(host, faults)| {
        let faults = faults.option_entries().map(|(key, value)| option(krate, key, value));
        quote!(.from(#host, #krate::Faults::new() #(#faults)*))
    })
}

/// Returns the call that sets an option. The builder method has the name of the key.
fn option(krate: &TokenStream, key: &str, value: OptionValue<'_>) -> TokenStream {
    let method = Ident::new(key, Span::call_site());
    match value {
        // The content of a file has a line feed, and a path has none.
        OptionValue::Text(path) if key == "trace" && !path.contains('\n') => {
            let content = include(path);
            quote!(.#method(::core::concat!(#content, "\n")))
        }
        OptionValue::Text(text) => quote!(.#method(#text)),
        OptionValue::Texts(texts) => quote!(#(.#method(#texts))*),
        OptionValue::Integer(number) => {
            // The method determines its type.
            let number = Literal::u64_unsuffixed(number);
            quote!(.#method(#number))
        }
        OptionValue::Integers(numbers) => {
            let numbers = numbers.iter().map(|&number| Literal::u64_unsuffixed(number));
            quote!(.#method([#(#numbers),*]))
        }
        OptionValue::Outage(outage) => {
            let options = outage.option_entries().map(|(key, text)| {
                let method = Ident::new(key, Span::call_site());
                quote!(.#method(#text))
            });
            quote!(.#method(#krate::Outage::new() #(#options)*))
        }
        OptionValue::Rules(rules) => {
            let rules = rules.iter().map(|rule| {
                let options = rule.option_entries().map(|(key, value)| option(krate, key, value));
                quote!(.#method(#krate::Rule::new() #(#options)*))
            });
            quote!(#(#rules)*)
        }
        OptionValue::List(texts) => quote!(.#method([#(#texts),*])),
        OptionValue::Pair(texts) => quote!(.#method(#(#texts),*)),
        OptionValue::Groups(groups) => {
            // Groups of different sizes are slices.
            let groups = groups.iter().map(|group| quote!(&[#(#group),*][..]));
            quote!(.#method([#(#groups),*]))
        }
        OptionValue::Flag => quote!(.#method()),
    }
}

/// Returns the hosts of a segment: only their names, if none has addresses.
fn ends(krate: &TokenStream, ends: &[Endpoint]) -> Vec<TokenStream> {
    let bare = ends.iter().all(|end| end.addrs().is_empty());
    let host = |end: &Endpoint| end.host().to_token_stream();
    ends.iter().map(|end| if bare { host(end) } else { self::end(krate, end) }).collect()
}

fn end(krate: &TokenStream, end: &Endpoint) -> TokenStream {
    let (host, addrs) = (end.host(), end.addrs());
    quote!(#krate::Endpoint::new(#host) #(.addr(#addrs))*)
}
