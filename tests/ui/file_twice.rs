use nsfixture::prelude::*;

#[ns_test(file = "topologies/pair.toml", file = "topologies/pair.toml")]
fn t() {}

fn main() {}
