use nsfixture::prelude::*;

#[ns_test(link(a, b), replay = "/etc/passwd")]
fn absolute(a: Node) {}

#[ns_test(link(a, b), replay = "topologies/addresses.toml")]
fn no_fates(a: Node) {}

#[ns_test(link(a, b, loss = "1%"), replay = "topologies/wire.fates")]
fn of_another_network(a: Node) {}

#[ns_test(link(a, b), replay = 7)]
fn of_another_kind(a: Node) {}

#[ns_test(link(a, b), replay)]
fn without_a_file(a: Node) {}

fn main() {}
