//! The attributes that stand around `#[ns_test]`.

use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue, Path, Signature};

use super::harness::{self, Harness};
use crate::diag::{self, Mistakes};
use crate::source::Around;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The compiler's own `#[test]`.
    BuiltInTest,
    /// A second `#[ns_test]`.
    NsTest,
    /// An attribute that makes tests, too.
    Harness(Harness),
    /// One that makes tests in such a way that the network cannot be put around them.
    Refused,
    /// Of effect on a test alone: `#[ignore]`, `#[should_panic]`, and what `rstest` reads.
    OfTest,
    /// Any other; it stays with the function.
    Plain,
}

pub(crate) fn role(attr: &Attribute) -> Role {
    let path = segments(attr.path());
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path[..] {
        ["test"] | ["core" | "std", "prelude", _, "test"] => Role::BuiltInTest,
        [.., "ns_test"] | ["nsfixture", "test"] => Role::NsTest,
        [.., "parameterized" | "quickcheck" | "wasm_bindgen_test"] => Role::Refused,
        ["ignore" | "should_panic" | "timeout"] | ["case", ..] => Role::OfTest,
        _ => harness::find(&path).map_or(Role::Plain, Role::Harness),
    }
}

pub(super) fn check(attrs: &[Attribute], mistakes: &mut Mistakes) {
    for attr in attrs {
        match role(attr) {
            Role::NsTest => mistakes.at(attr.path(), diag::NS_TEST_TWICE),
            Role::Refused => {
                let path = segments(attr.path()).join("::");
                mistakes.at(attr.path(), diag::refused_harness(&path));
            }
            Role::BuiltInTest | Role::Harness(_) | Role::OfTest | Role::Plain => {}
        }
    }
}

/// Refuses what stands above and would take the body out of its network, or run it twice.
pub(super) fn check_above(around: &Around, attrs: &[Attribute], mistakes: &mut Mistakes) {
    // Somebody else's attribute may have been imported as `test`, and leaves the built-in one.
    if around.above.iter().any(|path| path == "test") && !has_test(attrs) {
        mistakes.here(diag::TEST_ABOVE);
    }
    let cases_below = around.below.iter().any(|path| path.split("::").next() == Some("case"));
    let has_rstest = attrs.iter().any(|attr| role(attr) == Role::Harness(Harness::Rstest));
    if around.is_below(&["rstest"]) && cases_below && !has_rstest {
        mistakes.here(diag::CASE_BELOW);
    }
}

/// Whether the harness calls the function already: by a `#[test]` that can be seen, or by one that
/// `test_case` above has put before everything.
pub(super) fn is_registered(around: &Around, attrs: &[Attribute], sig: &Signature) -> bool {
    let by_case = around.is_below(&["case", "test_case", "test_matrix"]);
    let is_async = sig.asyncness.is_some();
    has_test(attrs) || (by_case && !around.is_below(&["rstest"]) && !is_async)
}

pub(crate) fn has_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| role(attr) == Role::BuiltInTest)
}

/// What the body is to panic with, if it is to: the text of `#[should_panic(expected = "..")]`, or
/// an empty one. What is written otherwise is for the compiler to refuse.
pub(crate) fn expected_panic(attrs: &[Attribute]) -> Option<String> {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("should_panic"))?;
    let expected = match &attr.meta {
        Meta::Path(_) => None,
        Meta::NameValue(pair) => text(&pair.value),
        Meta::List(list) => list
            .parse_args::<MetaNameValue>()
            .ok()
            .filter(|pair| pair.path.is_ident("expected"))
            .and_then(|pair| text(&pair.value)),
    };
    Some(expected.unwrap_or_default())
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        Expr::Group(group) => text(&group.expr),
        _ => None,
    }
}

fn segments(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[track_caller]
    fn check(attr: &Attribute, expected: Role) {
        assert_eq!(role(attr), expected, "{}", segments(attr.path()).join("::"));
    }

    #[test]
    fn knows_who_makes_tests() {
        check(&parse_quote!(#[test]), Role::BuiltInTest);
        check(&parse_quote!(#[core::prelude::v1::test]), Role::BuiltInTest);
        check(&parse_quote!(#[::std::prelude::v1::test]), Role::BuiltInTest);
        let tokio = parse_quote!(#[tokio::test(flavor = "multi_thread")]);
        check(&tokio, Role::Harness(Harness::Bare));
        check(&parse_quote!(#[rstest::rstest]), Role::Harness(Harness::Rstest));
        check(&parse_quote!(#[quickcheck]), Role::Refused);
        check(&parse_quote!(#[nsfixture::ns_test]), Role::NsTest);
        check(&parse_quote!(#[::nsfixture::test]), Role::NsTest);
        check(&parse_quote!(#[should_panic(expected = "x")]), Role::OfTest);
        check(&parse_quote!(#[allow(dead_code)]), Role::Plain);
    }

    #[test]
    fn reads_what_a_body_is_to_panic_with() {
        for (attr, expected) in [
            (parse_quote!(#[should_panic]), Some("")),
            (parse_quote!(#[should_panic = "why"]), Some("why")),
            (parse_quote!(#[should_panic(expected = "why")]), Some("why")),
            (parse_quote!(#[ignore = "why"]), None),
        ] {
            assert_eq!(expected_panic(&[attr]).as_deref(), expected);
        }
    }

    #[track_caller]
    fn check_around(above: &[&str], below: &[&str], function: &str, mistakes: usize, known: bool) {
        let names = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect();
        let around = Around { above: names(above), below: names(below) };
        let function: syn::ItemFn = syn::parse_str(function).expect("a function");
        let mut found = Mistakes::default();
        check_above(&around, &function.attrs, &mut found);
        let found = found.into_error().map_or(0, |error| error.into_iter().count());
        assert_eq!(found, mistakes, "{above:?} {below:?}");
        assert_eq!(is_registered(&around, &function.attrs, &function.sig), known, "{above:?}");
    }

    #[test]
    fn knows_what_has_been_expanded() {
        check_around(&[], &[], "fn f() {}", 0, false);
        check_around(&["test"], &[], "fn f() {}", 1, false);
        check_around(&["test"], &[], "#[core::prelude::v1::test] fn f() {}", 0, true);
        check_around(&["rstest", "case"], &[], "#[test] fn case_1() {}", 0, true);
        check_around(&["rstest"], &["case"], "#[test] fn case_1() {}", 1, true);
        check_around(&["rstest::rstest"], &["case::x"], "fn case_1_x() {}", 1, false);
        check_around(&["rstest"], &["case"], "#[rstest] #[case(1)] fn f() {}", 0, false);
        check_around(&["test_case"], &["test_case"], "fn f() {}", 0, true);
        check_around(&["test_case::case"], &[], "async fn f() {}", 0, false);
    }
}
