::core::compile_error! {
    "no attribute has given this parameter a value: a host is `Node` or `&Node`, the whole network `Net` or `&Net`, and all else is for the attributes below `#[ns_test]` to give"
}
#[allow(warnings)]
fn f(x: u8) {}
