use nsfixture::prelude::*;

#[ns_test(file = "/etc/two_sites.toml")]
fn t() {}

fn main() {}
