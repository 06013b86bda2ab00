//! The function, its attributes and its parameters.

use nsfixture_plan::describe::messages::list;

pub(crate) const NO_FUNCTION: &str = "`#[ns_test]` can only be applied to a free function";
pub(crate) const NO_BODY: &str = "`#[ns_test]` requires a function with a body";
pub(crate) const SELF: &str =
    "a test cannot have a `self` parameter: move it out of the `impl` or the trait";
pub(crate) const GENERICS: &str =
    "generic parameters of a test cannot be inferred: use concrete types";
pub(crate) const WHERE: &str = "a test has no generic parameters: remove the `where` clause";
pub(crate) const CONST: &str = "a test cannot be a `const fn`: remove `const`";
pub(crate) const UNSAFE: &str =
    "a test cannot be an `unsafe fn`: remove `unsafe`, and use `unsafe` blocks in the body";
pub(crate) const ABI: &str = "a test is called from Rust: remove `extern`";
pub(crate) const VARIADIC: &str = "a test cannot be variadic: remove `...`";

pub(crate) fn no_topology(hosts: &[String]) -> String {
    let names = hosts.join(", ");
    let key = if hosts.len() > 2 { "lan" } else { "link" };
    format!(
        "{} are `Node` parameters, but the attribute declares no hosts: write \
         `#[ns_test({key}({names}))]` to connect them, or `#[ns_test(host({names}))]`",
        list(hosts),
    )
}
