use nsfixture::prelude::*;

#[ns_test(lan(a, gw), router(gw = "10.1.0.1/24", a(b)))]
fn t() {}

fn main() {}
