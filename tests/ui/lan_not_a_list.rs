use nsfixture::prelude::*;

#[ns_test(lan = "office", router = gw)]
fn t(a: Node) {}

fn main() {}
