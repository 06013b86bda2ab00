use nsfixture::prelude::*;

#[ns_test(unobserved_panics = "alow")]
fn t() {}

#[ns_test(unobserved_panics = true)]
fn u() {}

fn main() {}
