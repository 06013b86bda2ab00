use nsfixture::prelude::*;

#[ns_test(crate = 1)]
fn t() {}

#[ns_test(crate = "not a path")]
fn u() {}

fn main() {}
