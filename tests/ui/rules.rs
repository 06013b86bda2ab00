use nsfixture::prelude::*;

#[ns_test(link(a, b, rule(loss = "1%")))]
fn no_matcher() {}

#[ns_test(link(a, b, rule(protocol = "udp"), rule()))]
fn no_fault() {}

#[ns_test(link(a, b, rule(protocol = "upd", loss = "1%"), rule(icmp = "packet-too-big", loss = "1%")))]
fn unknown_words() {}

#[ns_test(link(a, b, rule(protocol = "icmp", port = 53, loss = "1%")))]
fn port_of_icmp() {}

#[ns_test(lan(a, b, rule(flags = "syn", loss = "1%"), rule(protocol = "udp", flags = "syn", loss = "1%")))]
fn flags_without_tcp() {}

#[ns_test(link(alice, bob, from(alice, rule(host = "bop", loss = "1%"))))]
fn unknown_host() {}

#[ns_test(link(a, b, rule(port = 0, loss = "1%"), rule(port = 70000, loss = "1%"), rule(port = "53", loss = "1%")))]
fn ports() {}

#[ns_test(link(a, b, rule(longer_than = 1500, loss = "1%"), rule(longer_than = 99, shorter_than = 100, drop = [1])))]
fn lengths() {}

#[ns_test(link(a, b, rule(port = 53, loss = "0%", drop = [1, 0], burst = 3)))]
fn faults_of_a_rule() {}

#[ns_test(link(a, b, rule(port = 53, delay = "20ms"), rule(dport = 53, loss = "1%"), rule(port = 1, lss = "1%")))]
fn keys() {}

#[ns_test(link(a, b, rule, from(a, rule = "udp"), rules(port = 53, loss = "1%")))]
fn forms() {}

#[ns_test(link(a, b, protocol = "udp", port = 53, loss = "1%"))]
fn matchers_without_a_rule() {}

// Only the first mistake in each is reported: the others follow from it.

#[ns_test(link(a, b, rule(prot = "udp", loss = "1%"), rule(port = 53, los = "1%")))]
fn misspelled() {}

#[ns_test(link(a, b, rule(protocol = tcp, flags = "syn", loss = "1%")))]
fn flags_of_a_protocol_that_could_not_be_read() {}

fn main() {}
