use nsfixture::prelude::*;

#[ns_test(topology = two_sites(), topology = two_sites())]
fn t() {}

fn main() {}
