use nsfixture::prelude::*;

#[ns_test(link(a, b), host(a))]
fn t() {}

fn main() {}
