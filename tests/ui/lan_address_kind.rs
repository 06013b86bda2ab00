use nsfixture::prelude::*;

#[ns_test(lan(a = 10, b = ["10.1.0.1/24", c], c = gw))]
fn t() {}

fn main() {}
