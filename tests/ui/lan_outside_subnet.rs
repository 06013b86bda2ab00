use nsfixture::prelude::*;

#[ns_test(
    lan(a = "10.2.0.1/24", b, subnet = "10.1.0.0/24"),
    lan(b = "10.3.0.1/16", c, subnet = "10.3.0.0/24"),
    lan(c, d = "fd01::1/64", subnet = ["10.4.0.0/24", "fd02::/64"])
)]
fn t() {}

fn main() {}
