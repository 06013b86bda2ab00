::core::compile_error! {
    "`timeout` needs a unit: write `timeout = \"10s\"`"
}
::core::compile_error! {
    "no attribute below `#[ns_test]` handles the parameter attribute `#[case]`: add `#[rstest]` there, or remove it"
}
::core::compile_error! {
    "no host named `c` in this test (hosts: a, b)"
}
#[cfg(unix)]
#[allow(warnings)]
async fn f(c: Node) -> T {
    body
}
