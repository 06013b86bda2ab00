use nsfixture::prelude::*;

#[ns_test(lan(a, gw), router())]
fn t() {}

fn main() {}
