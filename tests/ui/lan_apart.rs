use nsfixture::prelude::*;

#[ns_test(
    lan(a = "10.1.0.1/24", b = "10.1.0.2/24", c = "10.2.0.1/24"),
    lan(c = "fd01::1/64", d = "fd02::1/64")
)]
fn t() {}

fn main() {}
