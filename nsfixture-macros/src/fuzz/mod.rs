//! Fuzzes the attribute with tokens of a corpus, changed at random; `tests/src/fuzz.rs` determines for
//! how long. What has failed once stays in the corpus, below `tests/fuzz`.

mod corpus;
mod mutation;

// The tests of the workspace have these for what is no part of this crate.
#[allow(unreachable_pub, reason = "a module of a library there")]
#[path = "../../../tests/src/fuzz.rs"]
mod driver;
#[allow(dead_code, unreachable_pub, reason = "a module of a library there")]
#[path = "../../../tests/src/random.rs"]
mod random;

use quote::ToTokens;
use syn::{File, Item, LitStr};

use crate::pipeline;
use crate::surroundings::SurroundingAttrs;
use corpus::Sample;

#[test]
fn of_the_corpus() {
    for sample in corpus::samples() {
        judge(&sample);
    }
}

#[test]
fn changed_at_random() {
    let samples = corpus::samples();
    driver::run("the attribute", 1_000, |random| mutation::sample(&samples, random), judge);
}

/// Checks that a sample expands to items: its mistakes and the item as it was, or one test.
#[track_caller]
fn judge(sample: &Sample) {
    let expansion = pipeline::run(sample.args.clone(), &sample.item, &SurroundingAttrs::default());
    // The compiler passes nothing else to an attribute.
    let Ok(given) = syn::parse2::<File>(sample.item.clone()) else { return };
    let ([], [item]) = (&given.attrs[..], &given.items[..]) else { return };
    if matches!(item, Item::Macro(_) | Item::Verbatim(_)) {
        return;
    }
    let text = expansion.to_string();
    let file: File = syn::parse2(expansion).unwrap_or_else(|error| panic!("{error}: {text}"));
    let (errors, others): (Vec<&Item>, Vec<&Item>) =
        file.items.iter().filter(|item| !is_use(item)).partition(|item| is_error(item));
    assert!(errors.iter().all(|error| has_message(error)), "an error without a message: {text}");
    let [other] = others[..] else { panic!("{} items next to the errors: {text}", others.len()) };
    match (other, item) {
        (Item::Fn(found), Item::Fn(given)) => {
            assert_eq!(found.sig.ident, given.sig.ident, "another function: {text}");
            let is_test = found.attrs.iter().any(|attr| {
                attr.path().segments.last().is_some_and(|segment| segment.ident == "test")
            });
            assert!(is_test || !errors.is_empty(), "neither a test nor an error: {text}");
        }
        (other, _) => {
            assert!(!errors.is_empty(), "no function, and no error: {text}");
            assert_eq!(other.to_token_stream().to_string(), item.to_token_stream().to_string());
        }
    }
}

/// Returns true for the uses of other harnesses' attributes, which come with mistakes.
fn is_use(item: &Item) -> bool {
    matches!(item, Item::Const(constant) if constant.ident == "_")
}

fn is_error(item: &Item) -> bool {
    let Item::Macro(item) = item else { return false };
    item.mac.path.segments.last().is_some_and(|last| last.ident == "compile_error")
}

fn has_message(error: &Item) -> bool {
    let Item::Macro(error) = error else { return false };
    error.mac.parse_body::<LitStr>().is_ok_and(|text| !text.value().trim().is_empty())
}
