use nsfixture::prelude::*;

#[ns_test(file = "topologies/pair.toml", link(client, server))]
fn t(client: Node) {}

fn main() {}
