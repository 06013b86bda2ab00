use nsfixture::prelude::*;

#[ns_test]
fn t(client: Node, server: &Node, net: Net) {}

fn main() {}
