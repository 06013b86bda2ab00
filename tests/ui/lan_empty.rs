use nsfixture::prelude::*;

#[ns_test(lan(), lan(subnet = "10.1.0.0/24"))]
fn t(a: Node) {}

fn main() {}
