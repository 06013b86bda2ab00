use nsfixture::prelude::*;

#[ns_test]
struct S;

#[ns_test(timeout = 1)]
const X: u8 = 1;

fn main() {}
