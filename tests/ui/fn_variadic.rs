use nsfixture::prelude::*;

#[ns_test]
unsafe extern "C" fn t(a: Node, _: ...) {}

fn main() {}
