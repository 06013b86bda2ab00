#![cfg(test)]

use nsfixture::Topology;
use nsfixture::prelude::*;

const COUNT: usize = 2;

#[ns_test(topology = COUNT)]
fn a_constant() {}

#[ns_test(timeout = "1s", topology = hosts(), run_in = a)]
async fn a_call(_a: Node) {}

#[ns_test(topology = &Topology::new())]
fn a_reference() {}

#[ns_test(topology = two_sites())]
fn what_is_not_there() {}

#[ns_test(link(a, b))]
fn a_return_type() -> u32 {
    5
}

fn hosts() -> Vec<String> {
    Vec::new()
}
