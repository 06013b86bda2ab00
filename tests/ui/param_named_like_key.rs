use nsfixture::prelude::*;

#[ns_test]
fn t(timeout: Node) {}

fn main() {}
