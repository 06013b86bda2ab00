use nsfixture::prelude::*;

#[ns_test(lan(a = "10.0.0.1/8", b), lan(b, c), link(c, d))]
fn t() {}

fn main() {}
