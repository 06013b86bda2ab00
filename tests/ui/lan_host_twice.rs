use nsfixture::prelude::*;

#[ns_test(lan(a, b, a), lan(b, c = "10.1.0.1/24", c = "fd00::1/64"))]
fn t() {}

fn main() {}
