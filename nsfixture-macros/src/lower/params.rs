//! The parameters of the function: which handles the test is to be given.

use nsfixture_plan::name::NodeName;
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Pat, PathArguments, Signature, Type};

use super::harness::Harnesses;
use super::wiring::Wiring;
use crate::diag::{self, Mistakes};
use crate::keys;
use crate::model::{Argument, Handle};

pub(super) struct Param<'s> {
    ident: &'s Ident,
    name: String,
    kind: Kind,
    by_ref: bool,
    /// Which of the function's parameters it is.
    place: usize,
    ty: &'s Type,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Node,
    Net,
}

/// The parameters that are for us to give.
pub(super) fn read<'s>(
    sig: &'s Signature,
    harnesses: Harnesses,
    mistakes: &mut Mistakes,
) -> Vec<Param<'s>> {
    sig.inputs.iter().enumerate().filter_map(|input| param(input, harnesses, mistakes)).collect()
}

/// A test whose attribute names no hosts runs in one that is alone.
pub(super) fn make_lone_host(params: &[Param], wiring: &mut Wiring, mistakes: &mut Mistakes) {
    let mut hosts: Vec<(String, &Ident)> = Vec::new();
    for param in params.iter().filter(|param| param.kind == Kind::Node) {
        let name = without_underscore(&param.name).unwrap_or(&param.name);
        if !hosts.iter().any(|(host, _)| host == name) {
            hosts.push((name.to_owned(), param.ident));
        }
    }
    match &hosts[..] {
        [] => wiring.host(DEFAULT_HOST.to_owned(), Span::call_site()),
        [(name, ident)] => {
            if name != DEFAULT_HOST && keys::reserved(name) {
                mistakes.at(ident, diag::reserved(name));
            }
            wiring.host(name.clone(), ident.span());
        }
        [_, (_, second), ..] => {
            let names: Vec<String> = hosts.iter().map(|(name, _)| name.clone()).collect();
            mistakes.at(second, diag::no_topology(&names));
            wiring.leave_open();
        }
    }
}

/// The name of a lone host that no parameter names.
const DEFAULT_HOST: &str = "host";

pub(super) fn resolve(params: &[Param], wiring: &Wiring, mistakes: &mut Mistakes) -> Vec<Argument> {
    params.iter().map(|param| argument(param, wiring, mistakes)).collect()
}

fn argument(param: &Param, wiring: &Wiring, mistakes: &mut Mistakes) -> Argument {
    let handle = match param.kind {
        Kind::Net => Handle::Net,
        Kind::Node => Handle::Node(host(param, wiring, mistakes)),
    };
    Argument { handle, by_ref: param.by_ref, place: param.place, span: param.ty.span() }
}

/// The host that a parameter names; an underscore before the name tells of a handle not used.
fn host(param: &Param, wiring: &Wiring, mistakes: &mut Mistakes) -> String {
    let stripped = without_underscore(&param.name).filter(|name| wiring.has(name));
    match stripped {
        Some(name) if !wiring.has(&param.name) => name.to_owned(),
        _ => {
            wiring.expect(&param.name, param.ident.span(), mistakes);
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
    mistakes: &mut Mistakes,
) -> Option<Param<'s>> {
    let (place, typed) = match input {
        (place, FnArg::Typed(typed)) => (place, typed),
        (_, FnArg::Receiver(receiver)) => {
            mistakes.at(receiver.self_token, diag::SELF);
            return None;
        }
    };
    let kind = kind(&typed.ty);
    if harnesses.give && (kind.is_none() || !typed.attrs.iter().all(leaves_it_to_us)) {
        return None;
    }
    for attr in &typed.attrs {
        if !(harnesses.give && leaves_it_to_us(attr)) {
            let path = attr.path().to_token_stream().to_string();
            mistakes.at(attr, diag::parameter_attribute(&path));
        }
    }
    let ident = ident(&typed.pat);
    if ident.is_none() {
        mistakes.at(&typed.pat, diag::PARAMETER_PATTERN);
    }
    if kind.is_none() && typed.attrs.is_empty() {
        mistakes.at(&typed.ty, diag::PARAMETER_TYPE);
    }
    let (ident, (kind, by_ref)) = (ident?, kind?);
    let name = ident.unraw().to_string();
    Some(Param { ident, name, kind, by_ref, place, ty: &typed.ty })
}

/// `rstest` leaves a parameter with this attribute to others.
fn leaves_it_to_us(attr: &Attribute) -> bool {
    attr.path().is_ident("ignore")
}

fn ident(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(&pat.ident),
        _ => None,
    }
}

/// The handle that a type stands for, and whether it is borrowed.
fn kind(ty: &Type) -> Option<(Kind, bool)> {
    match ty {
        // What is lent lives for the test alone, so it can have no lifetime with a name.
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
    fn knows_handles_by_their_last_segment() {
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
