use nsfixture::prelude::*;

#[ns_test(lan(a, gw), router(gw, gw), router(gw))]
fn t() {}

fn main() {}
