use nsfixture::prelude::*;

#[ns_test(lan(a("10.1.0.1/24"), b))]
fn t() {}

fn main() {}
