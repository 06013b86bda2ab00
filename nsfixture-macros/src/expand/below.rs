//! A test that others make: they get the function with their parameters alone, and below them all
//! an attribute of ours that puts the network around whatever they make of it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{FnArg, PatType, Signature, Token};

use super::{argument, context, located_at};
use crate::input::Input;
use crate::lower::{Role, role};
use crate::model::{Argument, Model};

pub(super) fn of_others(test: &Model, made: &TokenStream) -> TokenStream {
    let Input { attrs, vis, sig, body } = test.function;
    let krate = &test.krate;
    let is_registered = test.harnesses.register;
    let around = around(krate, made, is_registered);
    // Above ours it would be expanded first, and not be seen.
    let (tests, attrs): (Vec<_>, Vec<_>) =
        attrs.iter().partition(|attr| role(attr) == Role::BuiltInTest);
    let tests = tests.iter().filter(|_| !is_registered);
    let handles = handles(test);
    let sig = without(&test.arguments, sig.clone());
    quote! {
        #(#attrs)*
        #around
        #(#tests)*
        #vis #sig {
            #handles
            #body
        }
    }
}

/// The same of a function that others have made in part.
pub(crate) fn once_more(
    function: &Input,
    krate: &TokenStream,
    made: &TokenStream,
    is_registered: bool,
) -> TokenStream {
    let Input { attrs, vis, sig, body } = function;
    let around = around(krate, made, is_registered);
    quote!(#(#attrs)* #around #vis #sig #body)
}

/// The last segment of `test` tells the others that there is no need of a `#[test]`.
fn around(krate: &TokenStream, made: &TokenStream, is_registered: bool) -> TokenStream {
    let name = if is_registered { quote!(around) } else { quote!(test) };
    quote!(#[#krate::__private::v1::#name(#krate, #made)])
}

/// The handles come from the network that the thread is in; where it is in none, the body does not
/// run.
fn handles(test: &Model) -> TokenStream {
    let krate = &test.krate;
    if test.arguments.is_empty() {
        return quote!(#krate::__private::v1::here(););
    }
    let context = context(located_at(test.function.sig.ident.span()));
    let inputs: Vec<&FnArg> = test.function.sig.inputs.iter().collect();
    let handles = test.arguments.iter().filter_map(|given| match inputs.get(given.place) {
        Some(FnArg::Typed(PatType { pat, ty, .. })) => {
            let value = argument(given);
            Some(quote!(let #pat: #ty = #value;))
        }
        _ => None,
    });
    quote! {
        let #context = &#krate::__private::v1::here();
        #(#handles)*
    }
}

fn without(arguments: &[Argument], mut sig: Signature) -> Signature {
    let others = std::mem::take(&mut sig.inputs).into_iter().enumerate();
    let others = others.filter(|(place, _)| arguments.iter().all(|given| given.place != *place));
    sig.inputs = others.map(|(_, input)| input).collect::<Punctuated<FnArg, Token![,]>>();
    sig
}
