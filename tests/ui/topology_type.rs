use nsfixture::prelude::*;

const COUNT: usize = 2;

#[ns_test(topology = COUNT)]
fn another_type() {}

#[ns_test(topology = hosts(), run_in = a)]
async fn another_type_of_a_call(a: Node) {}

#[ns_test(topology = &nsfixture::Topology::new())]
fn a_reference() {}

#[ns_test(topology = two_sites())]
fn not_there() {}

fn hosts() -> Vec<String> {
    Vec::new()
}

fn main() {}
