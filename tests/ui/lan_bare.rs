use nsfixture::prelude::*;

#[ns_test(lan, router)]
fn t(a: Node) {}

fn main() {}
