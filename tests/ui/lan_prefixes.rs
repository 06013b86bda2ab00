use nsfixture::prelude::*;

#[ns_test(lan(a = ["10.1.0.1/24", "10.1.0.2/16"], b = ["10.1.0.3/24", "10.1.0.4/16"]))]
fn t() {}

fn main() {}
