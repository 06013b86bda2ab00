use nsfixture::prelude::*;

#[ns_test(link(a, b, mut = 9000), link(b, c, subnt = "10.0.0.0/24"))]
fn t(a: Node) {}

fn main() {}
