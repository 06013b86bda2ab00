use nsfixture::prelude::*;

#[ns_test(lan(a, b, c, subnet = "10.1.0.0/30"), lan(c = "10.2.0.1/32", d))]
fn t() {}

fn main() {}
