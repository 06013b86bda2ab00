use nsfixture::prelude::*;

#[ns_test(host(a), run_in = 1)]
fn t() {}

#[ns_test(host(a), run_in = some::path)]
fn u() {}

fn main() {}
