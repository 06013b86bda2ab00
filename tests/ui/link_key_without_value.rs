use nsfixture::prelude::*;

#[ns_test(link(a, b, mtu))]
fn t() {}

fn main() {}
