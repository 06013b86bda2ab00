use nsfixture::prelude::*;

#[ns_test(link(), link(a), link(a, b, c), link(subnet = "10.0.0.0/24"))]
fn t(c: Node, d: Node) {}

fn main() {}
