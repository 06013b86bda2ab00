use nsfixture::prelude::*;

#[ns_test(timeout = "1s", timeout = "2s", link(a, b, mtu = 1500, mtu = 9000))]
fn t() {}

fn main() {}
