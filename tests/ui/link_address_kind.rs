use nsfixture::prelude::*;

#[ns_test(link(a = 10, b = ["10.0.0.1/24", c]))]
fn t() {}

fn main() {}
