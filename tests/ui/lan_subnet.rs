use nsfixture::prelude::*;

#[ns_test(
    lan(a, b, subnet = "10.1.0.1/24"),
    lan(b, c, subnet = 10),
    lan(c, d, subnet = ["10.1.0.0/24", "10.2.0.0/24"]),
    lan(d, e, subnet = ["fd01::/64", "fd02::/64"]),
    lan(e, f, subnet = "224.0.0.0/24"),
    lan(f, g, subnet = "127.0.0.0/8"),
    lan(g, h, subnet = "::ffff:10.1.0.0/120"),
    lan(h, i, subnet = "10.1.0.0"),
    lan(i, j, subnet = "10.1.0.0/24,fd01::/64")
)]
fn t() {}

fn main() {}
