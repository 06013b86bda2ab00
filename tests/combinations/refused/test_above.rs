use nsfixture::prelude::*;

#[test]
#[ns_test]
fn f() {}
