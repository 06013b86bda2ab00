use nsfixture::prelude::*;

#[ns_test(lan("a", "b"), router("a"))]
fn t(a: Node) {}

fn main() {}
