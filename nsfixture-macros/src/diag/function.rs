//! The function, its attributes and its parameters.

use super::list;

pub(crate) const NO_FUNCTION: &str =
    "`#[ns_test]` makes a test of a free function: put it on a `fn`";
pub(crate) const NO_BODY: &str =
    "`#[ns_test]` makes a test of a free function: this one has no body of its own";
pub(crate) const SELF: &str =
    "a test is called without a `self`: move it out of the `impl` or the trait";
pub(crate) const GENERICS: &str =
    "a test is called once, with nothing to infer its generic parameters from: name the types";
pub(crate) const WHERE: &str = "a test has no generic parameters: remove the `where` clause";
pub(crate) const CONST: &str =
    "a test needs a network, which no `const fn` can have: remove `const`";
pub(crate) const UNSAFE: &str =
    "a test is called by safe code: remove `unsafe`, and put `unsafe` blocks into the body";
pub(crate) const ABI: &str = "a test is called from Rust: remove `extern`";
pub(crate) const VARIADIC: &str = "a test has a fixed number of parameters: remove `...`";

pub(crate) fn no_topology(hosts: &[String]) -> String {
    let names = hosts.join(", ");
    let key = if hosts.len() > 2 { "lan" } else { "link" };
    format!(
        "{} are hosts, but the attribute names none: write `#[ns_test({key}({names}))]` to join \
         them, or `#[ns_test(host({names}))]`",
        list(hosts),
    )
}
