use nsfixture::prelude::*;

#[ns_test(stray_panics = "alow")]
fn t() {}

#[ns_test(stray_panics = true)]
fn u() {}

fn main() {}
