use nsfixture::prelude::*;

#[ns_test(link(größe, localhost))]
fn t() {}

fn main() {}
