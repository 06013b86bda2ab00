use nsfixture::prelude::*;

#[ns_test(lnik(a, b))]
fn t(a: Node, b: Node) {}

fn main() {}
