use nsfixture::prelude::*;

#[ns_test(link(a = "10.0.0.1/24", b, subnet = "10.1.0.0/24"))]
fn t() {}

fn main() {}
