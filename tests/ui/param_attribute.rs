use nsfixture::prelude::*;

#[ns_test]
fn t(#[case] a: Node, #[allow(unused)] net: Net) {}

fn main() {}
