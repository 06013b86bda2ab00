use nsfixture::prelude::*;

#[ns_test(link(producer, consumer), run_in = consummer)]
fn t() {}

#[ns_test(run_in = "elsewhere")]
fn u() {}

fn main() {}
