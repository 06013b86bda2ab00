use nsfixture::prelude::*;

#[ns_test(link(producer, consumer))]
fn t(consummer: Node, _producer: Node, banana: &Node) {}

fn main() {}
