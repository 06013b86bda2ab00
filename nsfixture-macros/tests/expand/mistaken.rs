::core::compile_error! {
    "a timeout has a unit: write `timeout = \"10s\"`"
}
::core::compile_error! {
    "nothing below `#[ns_test]` takes the attribute `#[case]` of a parameter: put `#[rstest]` there, or remove it"
}
::core::compile_error! {
    "`c` is no host of this test: its hosts are `a` and `b`"
}
#[cfg(unix)]
#[allow(warnings)]
async fn f(c: Node) -> T {
    body
}
