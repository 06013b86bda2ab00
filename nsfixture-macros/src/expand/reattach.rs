//! Tests that other attributes make. They get the function with only their parameters, and below
//! them an attribute of ours, which wraps whatever they make in the network.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{FnArg, PatType, Signature, Token};

use super::handles::handle;
use super::hygiene::{fixture, located_at};
use crate::input::Input;
use crate::lower::{Role, role};
use crate::model::{Argument, Model};

/// Leaves a test to the attributes below, and attaches ours below them.
pub(super) fn leave_to_others(test: &Model, builder: &TokenStream) -> TokenStream {
    let Input { attrs, vis, sig, body } = test.function;
    let krate = &test.krate;
    let is_registered = test.harnesses.register;
    let attribute = attribute(krate, builder, is_registered);
    // Above ours it would be expanded first, and ours would not see it.
    let (tests, attrs): (Vec<_>, Vec<_>) =
        attrs.iter().partition(|attr| role(attr) == Role::BuiltInTest);
    let tests = tests.iter().filter(|_| !is_registered);
    let handles = handles(test);
    let sig = without(&test.arguments, sig.clone());
    quote! {
        #(#attrs)*
        #attribute
        #(#tests)*
        #vis #sig {
            #handles
            #body
        }
    }
}

/// Attaches our attribute again, below those that have not been expanded yet.
pub(crate) fn reattach(
    function: &Input,
    krate: &TokenStream,
    builder: &TokenStream,
    is_registered: bool,
) -> TokenStream {
    let Input { attrs, vis, sig, body } = function;
    let attribute = attribute(krate, builder, is_registered);
    quote!(#(#attrs)* #attribute #vis #sig #body)
}

/// Returns our attribute. To others, a last segment `test` means that they need not add a `#[test]`.
fn attribute(krate: &TokenStream, builder: &TokenStream, is_registered: bool) -> TokenStream {
    let name = if is_registered { quote!(around) } else { quote!(test) };
    quote!(#[#krate::__private::v1::#name(#krate, #builder)])
}

/// Returns the start of the body: it takes the handles from the network that the thread is in, and
/// panics if that is in none.
fn handles(test: &Model) -> TokenStream {
    let krate = &test.krate;
    if test.arguments.is_empty() {
        return quote!(#krate::__private::v1::current_fixture(););
    }
    let fixture = fixture(located_at(test.function.sig.ident.span()));
    let inputs: Vec<&FnArg> = test.function.sig.inputs.iter().collect();
    let handles = test.arguments.iter().filter_map(|given| match inputs.get(given.place) {
        Some(FnArg::Typed(PatType { pat, ty, .. })) => {
            let value = handle(given);
            Some(quote!(let #pat: #ty = #value;))
        }
        _ => None,
    });
    quote! {
        let #fixture = &#krate::__private::v1::current_fixture();
        #(#handles)*
    }
}

fn without(arguments: &[Argument], mut sig: Signature) -> Signature {
    let others = std::mem::take(&mut sig.inputs).into_iter().enumerate();
    let others = others.filter(|(place, _)| arguments.iter().all(|given| given.place != *place));
    sig.inputs = others.map(|(_, input)| input).collect::<Punctuated<FnArg, Token![,]>>();
    sig
}
