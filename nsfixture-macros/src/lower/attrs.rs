//! The attributes above and below `#[ns_test]`.

use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue, Signature};

use super::role::{Harness, Role, role, segments};
use crate::diag::{self, Diagnostics};
use crate::surroundings::SurroundingAttrs;

pub(super) fn check(attrs: &[Attribute], diagnostics: &mut Diagnostics) {
    for attr in attrs {
        match role(attr) {
            Role::NsTest => diagnostics.at(attr.path(), diag::NS_TEST_TWICE),
            Role::Refused => {
                let path = segments(attr.path()).join("::");
                diagnostics.at(attr.path(), diag::refused_harness(&path));
            }
            Role::BuiltInTest | Role::Harness(_) | Role::OfTest | Role::Plain => {}
        }
    }
}

/// Rejects attributes above that would run the body outside its network, or twice.
pub(super) fn check_above(
    surroundings: &SurroundingAttrs,
    attrs: &[Attribute],
    diagnostics: &mut Diagnostics,
) {
    // An attribute imported as `test` leaves the built-in one.
    if surroundings.above.iter().any(|path| path == "test") && !has_test(attrs) {
        diagnostics.here(diag::TEST_ABOVE);
    }
    let cases_below = surroundings.below.iter().any(|path| path.split("::").next() == Some("case"));
    let has_rstest = attrs.iter().any(|attr| role(attr) == Role::Harness(Harness::Rstest));
    if surroundings.has_above(&["rstest"]) && cases_below && !has_rstest {
        diagnostics.here(diag::CASE_BELOW);
    }
}

/// Returns true if the harness calls the function already: by a `#[test]` that can be seen, or by one
/// that `test_case` above has added.
pub(super) fn is_registered(
    surroundings: &SurroundingAttrs,
    attrs: &[Attribute],
    sig: &Signature,
) -> bool {
    let by_case = surroundings.has_above(&["case", "test_case", "test_matrix"]);
    let is_async = sig.asyncness.is_some();
    has_test(attrs) || (by_case && !surroundings.has_above(&["rstest"]) && !is_async)
}

pub(crate) fn has_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| role(attr) == Role::BuiltInTest)
}

/// Returns the expected panic message, if a panic is expected: the string of
/// `#[should_panic(expected = "..")]`, or an empty one. The compiler rejects other forms.
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

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn reads_expected_panics() {
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
    fn check_around(
        above: &[&str],
        below: &[&str],
        function: &str,
        diagnostics: usize,
        known: bool,
    ) {
        let names = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect();
        let surroundings = SurroundingAttrs { above: names(above), below: names(below) };
        let function: syn::ItemFn = syn::parse_str(function).expect("a function");
        let mut found = Diagnostics::default();
        check_above(&surroundings, &function.attrs, &mut found);
        let found = found.into_error().map_or(0, |error| error.into_iter().count());
        assert_eq!(found, diagnostics, "{above:?} {below:?}");
        assert_eq!(
            is_registered(&surroundings, &function.attrs, &function.sig),
            known,
            "{above:?}"
        );
    }

    #[test]
    fn finds_attributes_that_have_been_expanded() {
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
