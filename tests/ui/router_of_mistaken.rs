use nsfixture::prelude::*;

#[ns_test(link(a, gw, b), lan(c d), router(gw, d))]
fn t() {}

fn main() {}
