use nsfixture::prelude::*;

#[ns_test(link(a, b, trace = "topologies/none.up"))]
fn no_file() {}

#[ns_test(link(a, b, from(a, trace = "topologies/descending.up")))]
fn descending() {}

#[ns_test(link(a, b, trace = "topologies/slow.up", rate = "1mbit"))]
fn with_a_rate() {}

#[ns_test(link(a, b, trace = "/topologies/slow.up"))]
fn absolute() {}

#[ns_test(link(a, b, trace = 5))]
fn no_string() {}

#[ns_test(link(a, b, trace = "0\n0\n"))]
fn text_of_zeros() {}

#[ns_test(file = "topologies/traced.toml")]
fn in_a_file() {}

fn main() {}
