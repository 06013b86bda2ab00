use nsfixture::prelude::*;

#[ns_test(timeout = "0s")]
fn t() {}

fn main() {}
