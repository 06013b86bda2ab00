use nsfixture::prelude::*;

#[ns_test(lan(a, b, subnet, mtu(9000)))]
fn t() {}

fn main() {}
