use nsfixture::prelude::*;

#[ns_test(timeout = "10 seconds")]
fn t() {}

#[ns_test(timeout = "99999999999999999999h")]
fn u() {}

fn main() {}
