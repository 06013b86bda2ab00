use nsfixture::prelude::*;

#[ns_test]
const fn t() {}

fn main() {}
