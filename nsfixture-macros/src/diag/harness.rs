//! Other attributes that make tests, and what they give to parameters.

pub(crate) const NS_TEST_TWICE: &str =
    "a second `#[ns_test]` on the same test: write all keys in one";

pub(crate) const TEST_ABOVE: &str = "`#[test]` stands above `#[ns_test]`, and so the test would run twice: remove it, or put it \
     below";

pub(crate) const CASE_BELOW: &str = "`#[rstest]` stands above `#[ns_test]` and a `#[case]` below it, whose body would run outside of \
     the network: put `#[ns_test]` above `#[rstest]`, or below the last `#[case]`";

pub(crate) fn refused_harness(path: &str) -> String {
    format!(
        "`#[{path}]` makes tests in such a way that no network can be put around their bodies: \
         remove it, or remove `#[ns_test]` and use `nsfixture::Net::up` in the body"
    )
}

pub(crate) fn runtime_twice(key: &str) -> String {
    format!(
        "`{key}` is about the runtime that `#[ns_test]` makes, and `#[tokio::test]` makes one: \
             give it to `#[tokio::test]`"
    )
}

pub(crate) const PARAMETER_PATTERN: &str =
    "a parameter is named by a plain identifier: for a `Node` it says which host is meant";

pub(crate) const PARAMETER_TYPE: &str =
    "a test's parameter is a host, `Node` or `&Node`, or the whole network, `Net` or `&Net`";

pub(crate) fn parameter_attribute(attribute: &str) -> String {
    format!(
        "nothing below `#[ns_test]` takes the attribute `#[{attribute}]` of a parameter: put \
         `#[rstest]` there, or remove it"
    )
}

pub(crate) const PARAMETER_LEFT: &str = "no attribute has given this parameter a value: a host is `Node` or `&Node`, the whole network \
     `Net` or `&Net`, and all else is for the attributes below `#[ns_test]` to give";
