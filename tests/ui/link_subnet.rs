use nsfixture::prelude::*;

#[ns_test(
    link(a, b, subnet = "10.0.0.1/24"),
    link(b, c, subnet = 10),
    link(c, d, subnet = ["10.1.0.0/24", "10.2.0.0/24"]),
)]
fn t() {}

fn main() {}
