use nsfixture::prelude::*;

#[ns_test(link(a = "10.0.0.1/24", b = "10.0.1.1/24"))]
fn t() {}

fn main() {}
