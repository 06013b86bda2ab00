use nsfixture::prelude::*;

#[ns_test]
extern "C" fn t() {}

fn main() {}
