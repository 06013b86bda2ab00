use nsfixture::prelude::*;

#[ns_test(host(a), run_in(a))]
fn t() {}

fn main() {}
