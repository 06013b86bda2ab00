//! Other attributes that make tests, and the parameters that they supply.

pub(crate) const NS_TEST_TWICE: &str = "duplicate `#[ns_test]`: write all keys in one attribute";

pub(crate) const TEST_ABOVE: &str =
    "`#[test]` above `#[ns_test]` would run the test twice: remove it or move it below";

pub(crate) const CASE_BELOW: &str = "a `#[case]` below `#[ns_test]`, with `#[rstest]` above, would run the body outside its network: \
     move `#[ns_test]` above `#[rstest]` or below the last `#[case]`";

pub(crate) fn refused_harness(path: &str) -> String {
    format!(
        "`#[{path}]` is not supported: it generates tests whose bodies cannot be wrapped; remove it, \
         or use `nsfixture::Net::up` in the body instead of `#[ns_test]`"
    )
}

pub(crate) fn runtime_twice(key: &str) -> String {
    format!("`#[tokio::test]` creates the runtime here: pass `{key}` to it")
}

pub(crate) const PARAMETER_PATTERN: &str =
    "expected a plain identifier: the name of a `Node` parameter is that of a host";

pub(crate) const PARAMETER_TYPE: &str =
    "expected `Node` or `&Node` for a host, or `Net` or `&Net` for the whole network";

pub(crate) fn parameter_attribute(attribute: &str) -> String {
    format!(
        "no attribute below `#[ns_test]` handles the parameter attribute `#[{attribute}]`: add \
         `#[rstest]` there, or remove it"
    )
}

pub(crate) const PARAMETER_LEFT: &str = "nothing supplies this parameter: hosts are `Node` or `&Node`, the whole network is `Net` or \
     `&Net`, and attributes below `#[ns_test]` must supply all others";
