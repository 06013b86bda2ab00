use nsfixture::prelude::*;

#[ns_test(link("a", "b"))]
fn t(a: Node) {}

fn main() {}
