use nsfixture::prelude::*;

#[ns_test(link(a, b), faults = 5)]
fn number() {}

#[ns_test(link(a, b, faults = false))]
fn off() {}

#[ns_test(link(a, b), faults(a))]
fn list() {}

#[ns_test(link(a, b), faults, faults)]
fn twice() {}

#[ns_test(link(a, b, faults, faults))]
fn twice_on_a_link() {}

#[ns_test(topology = two(), faults = false)]
fn off_for_a_whole_topology() {}

#[ns_test(seed = 1, topology = two(), link(a, b), seed = 2)]
fn with_other_keys_beside_a_whole_topology() {}

#[ns_test(file = "topologies/pair.toml", faults, faults, seed = "1")]
fn beside_a_file() {}

#[ns_test(link(a, b), seed)]
fn seed_without_a_value() {}

#[ns_test(link(a, b), seed = "42")]
fn seed_as_a_string() {}

#[ns_test(link(a, b), seed = -1, seed = 2)]
fn negative_seed() {}

#[ns_test(link(a, b), seed = 18446744073709551616)]
fn large_seed() {}

#[ns_test(link(a, b), sed = 42)]
fn misspelled_seed() {}

#[ns_test(link(a, b), delay = "20ms")]
fn fault_outside_of_a_link() {}

#[ns_test(link(a, b), loss = "1%")]
fn another_fault_outside_of_a_link() {}

fn main() {}
