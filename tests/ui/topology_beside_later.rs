use nsfixture::prelude::*;

#[ns_test(lan(a, b), router(a), topology = two_sites(), file = "two_sites.toml")]
fn t(d: Node) {}

fn main() {}
