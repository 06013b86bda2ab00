use nsfixture::prelude::*;

#[ns_test(lan(alice, bob, gw), router(gw), run_in = carol)]
fn t(alcie: Node, _bbo: &Node) {}

fn main() {}
