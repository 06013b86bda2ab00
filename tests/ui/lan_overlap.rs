use nsfixture::prelude::*;

#[ns_test(
    lan(a, b, gw, subnet = "10.1.0.0/16"),
    link(gw = "10.1.2.1/24", c),
    lan(gw, d, subnet = "10.1.0.0/16")
)]
fn t() {}

fn main() {}
