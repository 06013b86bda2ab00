use nsfixture::prelude::*;

#[ns_test(router(gw))]
fn t() {}

fn main() {}
