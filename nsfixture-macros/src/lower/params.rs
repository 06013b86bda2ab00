//! The parameters of the function: the handles that the test gets.

use nsfixture_plan::name::NodeName;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Pat, PathArguments, Signature, Type};

use super::harness::Harnesses;
use super::network::NetworkBuilder;
use crate::diag::{self, Diagnostics};
use crate::model::{Argument, Handle};

pub(super) struct Param<'s> {
    ident: &'s Ident,
    name: String,
    kind: Kind,
    by_ref: bool,
    /// The index among the function's parameters.
    place: usize,
    ty: &'s Type,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Node,
    Net,
}

/// Reads the parameters that get handles.
pub(super) fn read<'s>(
    sig: &'s Signature,
    harnesses: Harnesses,
    diagnostics: &mut Diagnostics,
) -> Vec<Param<'s>> {
    sig.inputs.iter().enumerate().filter_map(|input| param(input, harnesses, diagnostics)).collect()
}

/// Adds the host of a test whose attribute names none.
pub(super) fn add_single_host(
    params: &[Param],
    network: &mut NetworkBuilder,
    diagnostics: &mut Diagnostics,
) {
    let mut hosts: Vec<(String, &Ident)> = Vec::new();
    for param in params.iter().filter(|param| param.kind == Kind::Node) {
        let name = without_underscore(&param.name).unwrap_or(&param.name);
        if !hosts.iter().any(|(host, _)| host == name) {
            hosts.push((name.to_owned(), param.ident));
        }
    }
    match &hosts[..] {
        [] => network.add_host(DEFAULT_HOST, TokenStream::new()),
        [(name, ident)] => network.add_host(name, ident),
        [_, (_, second), ..] => {
            let names: Vec<String> = hosts.iter().map(|(name, _)| name.clone()).collect();
            diagnostics.at(second, diag::no_topology(&names));
            network.mark_incomplete();
        }
    }
}

/// The name of a single host that no parameter names.
const DEFAULT_HOST: &str = "host";

pub(super) fn resolve(
    params: &[Param],
    network: &NetworkBuilder,
    diagnostics: &mut Diagnostics,
) -> Vec<Argument> {
    params.iter().map(|param| argument(param, network, diagnostics)).collect()
}

fn argument(param: &Param, network: &NetworkBuilder, diagnostics: &mut Diagnostics) -> Argument {
    let handle = match param.kind {
        Kind::Net => Handle::Net,
        Kind::Node => Handle::Node(host(param, network, diagnostics)),
    };
    Argument { handle, by_ref: param.by_ref, place: param.place, span: param.ty.span() }
}

/// Returns the host that a parameter names. The name of an unused parameter may start with an
/// underscore.
fn host(param: &Param, network: &NetworkBuilder, diagnostics: &mut Diagnostics) -> String {
    let stripped = without_underscore(&param.name).filter(|name| network.has(name));
    match stripped {
        Some(name) if !network.has(&param.name) => name.to_owned(),
        _ => {
            network.expect(&param.name, param.ident, diagnostics);
            param.name.clone()
        }
    }
}

fn without_underscore(name: &str) -> Option<&str> {
    name.strip_prefix('_').filter(|name| NodeName::new(name).is_ok())
}

fn param<'s>(
    input: (usize, &'s FnArg),
    harnesses: Harnesses,
    diagnostics: &mut Diagnostics,
) -> Option<Param<'s>> {
    let (place, typed) = match input {
        (place, FnArg::Typed(typed)) => (place, typed),
        (_, FnArg::Receiver(receiver)) => {
            diagnostics.at(receiver.self_token, diag::SELF);
            return None;
        }
    };
    let kind = kind(&typed.ty);
    if harnesses.supply && (kind.is_none() || !typed.attrs.iter().all(is_left_to_us)) {
        return None;
    }
    for attr in &typed.attrs {
        if !(harnesses.supply && is_left_to_us(attr)) {
            let path = attr.path().to_token_stream().to_string();
            diagnostics.at(attr, diag::parameter_attribute(&path));
        }
    }
    let ident = ident(&typed.pat);
    if ident.is_none() {
        diagnostics.at(&typed.pat, diag::PARAMETER_PATTERN);
    }
    if kind.is_none() && typed.attrs.is_empty() {
        diagnostics.at(&typed.ty, diag::PARAMETER_TYPE);
    }
    let (ident, (kind, by_ref)) = (ident?, kind?);
    let name = ident.unraw().to_string();
    Some(Param { ident, name, kind, by_ref, place, ty: &typed.ty })
}

/// `rstest` leaves a parameter with this attribute to others.
fn is_left_to_us(attr: &Attribute) -> bool {
    attr.path().is_ident("ignore")
}

fn ident(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(&pat.ident),
        _ => None,
    }
}

/// Returns the handle that a type stands for, and true if it is borrowed.
fn kind(ty: &Type) -> Option<(Kind, bool)> {
    match ty {
        // The handle lives only as long as the test, so its lifetime cannot have a name.
        Type::Reference(ty) if ty.mutability.is_none() && is_elided(ty.lifetime.as_ref()) => {
            kind(&ty.elem).filter(|&(_, by_ref)| !by_ref).map(|(kind, _)| (kind, true))
        }
        Type::Group(ty) => kind(&ty.elem),
        Type::Paren(ty) => kind(&ty.elem),
        Type::Path(ty) if ty.qself.is_none() => {
            let last = ty.path.segments.last()?;
            let kind = match last.ident.to_string().as_str() {
                "Node" => Kind::Node,
                "Net" => Kind::Net,
                _ => return None,
            };
            matches!(last.arguments, PathArguments::None).then_some((kind, false))
        }
        _ => None,
    }
}

fn is_elided(lifetime: Option<&syn::Lifetime>) -> bool {
    lifetime.is_none_or(|lifetime| lifetime.ident == "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ty: &str, expected: Option<(Kind, bool)>) {
        let parsed: Type = syn::parse_str(ty).expect("a type");
        assert_eq!(kind(&parsed), expected, "{ty}");
    }

    #[test]
    fn recognizes_handles_by_their_last_segment() {
        for ty in ["Node", "nsfixture::Node", "::nsfixture::Node", "(Node)"] {
            check(ty, Some((Kind::Node, false)));
        }
        for ty in ["&Node", "&'_ Node", "&nsfixture::Node"] {
            check(ty, Some((Kind::Node, true)));
        }
        check("Net", Some((Kind::Net, false)));
        check("&Net", Some((Kind::Net, true)));
        for ty in ["u32", "&mut Node", "&&Node", "&'static Node", "Node<T>", "<T as U>::Node", "()"]
        {
            check(ty, None);
        }
    }
}
