use nsfixture::prelude::*;

#[ns_test(link(a, b, mtu = 576), link(b, c, mtu = 99999999999), link(c, d, mtu = "9000"))]
fn t() {}

fn main() {}
