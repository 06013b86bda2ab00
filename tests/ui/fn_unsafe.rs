use nsfixture::prelude::*;

#[ns_test]
unsafe fn t() {}

fn main() {}
