//! The attributes that stand below `#[ns_test]`.

use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue, Path};

use crate::diag::{self, Mistakes};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The compiler's own `#[test]`.
    BuiltInTest,
    /// A second `#[ns_test]`.
    NsTest,
    /// An attribute that makes tests too, in its own way.
    OtherHarness,
    /// Of effect on a test alone: `#[ignore]`, `#[should_panic]`.
    OfTest,
    /// Any other; it stays with the function.
    Plain,
}

pub(crate) fn role(attr: &Attribute) -> Role {
    let path = segments(attr.path());
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path[..] {
        ["test"] | ["core" | "std", "prelude", _, "test"] => Role::BuiltInTest,
        [.., "ns_test"] => Role::NsTest,
        [.., "test" | "rstest" | "test_case" | "case" | "parameterized" | "wasm_bindgen_test"] => {
            Role::OtherHarness
        }
        ["ignore" | "should_panic"] => Role::OfTest,
        _ => Role::Plain,
    }
}

pub(super) fn check(attrs: &[Attribute], mistakes: &mut Mistakes) {
    for attr in attrs {
        match role(attr) {
            Role::NsTest => mistakes.at(attr.path(), diag::NS_TEST_TWICE),
            Role::OtherHarness => {
                let path = segments(attr.path()).join("::");
                mistakes.at(attr.path(), diag::other_harness(&path));
            }
            Role::BuiltInTest | Role::OfTest | Role::Plain => {}
        }
    }
}

/// What the body is to panic with, if it is to: the text of `#[should_panic(expected = "..")]`, or
/// an empty one. What is written otherwise is for the compiler to refuse.
pub(super) fn expected_panic(attrs: &[Attribute]) -> Option<String> {
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
        check(&parse_quote!(#[tokio::test(flavor = "multi_thread")]), Role::OtherHarness);
        check(&parse_quote!(#[rstest::rstest]), Role::OtherHarness);
        check(&parse_quote!(#[case(1)]), Role::OtherHarness);
        check(&parse_quote!(#[nsfixture::ns_test]), Role::NsTest);
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
}
