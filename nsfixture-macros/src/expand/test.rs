//! The expansion of a valid test.

use proc_macro2::TokenStream;
use quote::quote;

use super::handles::handle;
use super::test_fn::TestFn;
use super::{reattach, topology};
use crate::model::{Flavor, Model};

pub(crate) fn expand(test: &Model) -> TokenStream {
    let builder = topology::builder(test);
    let settings = settings(test);
    let builder = quote!(#builder #settings);
    if test.harnesses.any {
        return reattach::leave_to_others(test, &builder);
    }
    let arguments: Vec<TokenStream> = test.arguments.iter().map(handle).collect();
    let function = test.function;
    TestFn { function, krate: &test.krate, is_registered: test.is_registered }
        .expand(&builder, &arguments)
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
    let capture = test.capture.map(|word| quote!(.capture(#word)));
    let replay = test.replay.as_ref().map(|path| {
        let content = topology::include(path);
        quote!(.replay(#path, #content))
    });
    quote!(#(.run_in(#run_in))* #timeout #flavor #unobserved_panics #capture #replay)
}
