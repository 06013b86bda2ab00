::core::compile_error! {
    "nothing supplies this parameter: hosts are `Node` or `&Node`, the whole network is `Net` or `&Net`, and attributes below `#[ns_test]` must supply all others"
}
#[allow(warnings)]
fn f(x: u8) {}
