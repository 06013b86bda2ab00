use nsfixture::prelude::*;

#[ns_test(
    lan(a, b, mtu = 1279),
    lan(b, c, mtu = 67, subnet = "10.1.0.0/24"),
    lan(c, d, mtu = 65536),
    lan(d, e, mtu = 0),
    lan(e, f, mtu = 99999999999),
    lan(f, g, mtu = "1500")
)]
fn t() {}

fn main() {}
