use nsfixture::prelude::*;

#[ns_test(link(a, a))]
fn t() {}

fn main() {}
