use nsfixture::prelude::*;

#[ns_test(link(a, b), fault(after = "1s"))]
fn no_action() {}

#[ns_test(link(a, b), fault(isolate = a, oneway = [a, b]))]
fn two_actions() {}

#[ns_test(lan(alice, b, c), fault(partition = [[alcie], [b, "x"]]))]
fn unknown_hosts() {}

#[ns_test(lan(a, b, c), fault(partition = [[a, b]]))]
fn one_group() {}

#[ns_test(lan(a, b, c), fault(partition = [a, b]))]
fn no_groups() {}

#[ns_test(lan(a, b, c), fault(partition = [[a], [b, a]]))]
fn host_twice() {}

#[ns_test(link(a, b), fault(isolate = a, after = "0s", lasts = "2s", every = "1s"))]
fn times() {}

#[ns_test(link(a, b), fault(isolate = a, at = "1s", for = 5))]
fn words() {}

#[ns_test(lan(a, b, c, d), fault(majorities_ring = [a, b, c, d]))]
fn ring() {}

#[ns_test(link(a, b, name = "wire"), fault(link = "wier", loss = "5%"))]
fn unknown_link() {}

#[ns_test(link(a, b), fault(link = "a-b"))]
fn no_faults() {}

#[ns_test(link(a, b), fault(link = "a-b", loss = 5, from(c, delay = "1s")))]
fn faults_of_the_link() {}

#[ns_test(link(a, b), fault(isolate = a, loss = "5%", from(a, delay = "1s")))]
fn faults_without_a_link() {}

#[ns_test(link(a, b), fault(isolate))]
fn bare() {}

#[ns_test(link(a, b), fault)]
fn not_a_list() {}

fn main() {}
