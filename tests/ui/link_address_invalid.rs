use nsfixture::prelude::*;

#[ns_test(link(
    a = ["10.0.0.1", "fd00::1/129"],
    b = "10.0.0.255/24"
))]
fn t() {}

fn main() {}
