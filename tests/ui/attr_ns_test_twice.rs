use nsfixture::prelude::*;

#[ns_test(host(a))]
#[ns_test(host(b))]
fn t() {}

fn main() {}
