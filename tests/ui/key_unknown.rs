use nsfixture::prelude::*;

#[ns_test(timeot = "10s", retries = 3)]
fn t() {}

fn main() {}
