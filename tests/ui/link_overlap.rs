use nsfixture::prelude::*;

#[ns_test(link(a = "10.0.0.1/16", b), link(b, c, subnet = "10.0.1.0/24"))]
fn t() {}

fn main() {}
