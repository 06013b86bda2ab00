use nsfixture::prelude::*;

#[ns_test(lan(a, b, mtu = 1500, subnet = "10.1.0.0/24", mtu = 9000, subnet = "fd01::/64"))]
fn t() {}

fn main() {}
