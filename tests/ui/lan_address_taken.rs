use nsfixture::prelude::*;

#[ns_test(lan(a = "10.1.0.1/24", b = "10.1.0.1/24"))]
fn t() {}

fn main() {}
