use nsfixture::prelude::*;

#[ns_test(link(a, b, family = "v4"))]
fn unknown() {}

#[ns_test(link(a, b), family = "inet6")]
fn unknown_of_all() {}

#[ns_test(link(a, b), family = 4)]
fn no_string() {}

#[ns_test(link(a, b), family)]
fn without_a_value() {}

#[ns_test(link(a, b), family = "ipv4", family = "ipv6")]
fn twice() {}

#[ns_test(link(a = "10.0.0.1/24", b, family = "ipv6"))]
fn other_address() {}

#[ns_test(topology = two(), family = "ipv4")]
fn beside_a_whole_topology() {}

fn main() {}
