use nsfixture::prelude::*;

#[ns_test(host(a))]
fn t(a: &mut Node, mtu: u32, net: impl Into<Net>, b: &'static Node) {}

fn main() {}
