//! The roles of attributes, by their paths.

use syn::{Attribute, Path};

/// The meaning of an attribute to ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The compiler's own `#[test]`.
    BuiltInTest,
    /// A second `#[ns_test]`.
    NsTest,
    /// Another attribute that makes tests.
    Harness(Harness),
    /// An attribute that makes tests whose bodies cannot be wrapped.
    Refused,
    /// An attribute that affects only tests: `#[ignore]`, `#[should_panic]`, and what `rstest` reads.
    OfTest,
    /// Any other attribute; it stays on the function.
    Plain,
}

/// Returns the role of an attribute.
pub(crate) fn role(attr: &Attribute) -> Role {
    let path = segments(attr.path());
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path[..] {
        ["test"] | ["core" | "std", "prelude", _, "test"] => Role::BuiltInTest,
        [.., "ns_test"] | ["nsfixture", "test"] => Role::NsTest,
        [.., "parameterized" | "quickcheck" | "wasm_bindgen_test"] => Role::Refused,
        ["ignore" | "should_panic" | "timeout"] | ["case", ..] => Role::OfTest,
        _ => find(&path).map_or(Role::Plain, Role::Harness),
    }
}

/// Another attribute that makes tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Harness {
    /// `rstest` and what expands to it: supplies parameters by attributes, cases and fixtures.
    Rstest,
    /// `test_case`: supplies parameters by position, and registers each case itself.
    TestCase,
    /// `tokio::test` and the like: supplies no parameters.
    Bare,
    /// Any other: may supply parameters.
    Other,
}

fn find(path: &[&str]) -> Option<Harness> {
    match path {
        [.., "rstest" | "apply"] => Some(Harness::Rstest),
        [.., "test_case" | "test_matrix"] | ["test_case", "case"] => Some(Harness::TestCase),
        ["tokio" | "test_log", "test"] => Some(Harness::Bare),
        [_, .., "test"] | [.., "gtest"] => Some(Harness::Other),
        _ => None,
    }
}

/// Returns the segments of a path as strings.
pub(super) fn segments(path: &Path) -> Vec<String> {
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
    fn recognizes_test_attributes() {
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
}
