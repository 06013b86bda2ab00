use nsfixture::prelude::*;

#[ns_test(timeout = 10)]
fn t() {}

#[ns_test(timeout = 500ms)]
fn u() {}

fn main() {}
