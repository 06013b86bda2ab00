use nsfixture::prelude::*;

#[ns_test(lan(a, gateway), lan(gateway, b), router(gatewy, a, switch))]
fn t() {}

fn main() {}
