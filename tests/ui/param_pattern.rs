use nsfixture::prelude::*;

#[ns_test(host(a))]
fn t(_: Node, (a, b): (Node, Net), ref net: Net) {}

fn main() {}
