use nsfixture::prelude::*;

#[ns_test(link(a, b, latency = "20ms"))]
fn latency() {}

#[ns_test(link(a, b, latency_ms = 20, loss_pct = 1.5, rate_kbit = 1000, jitter_ms = 5))]
fn with_units_in_their_names() {}

#[ns_test(link(a, b, bw = 10, max_queue_size = 100))]
fn bw() {}

#[ns_test(link(a, b, bandwidth = "10mbit", limit = 1000))]
fn bandwidth() {}

#[ns_test(lan(a, b, packet_loss = "1%"))]
fn packet_loss() {}

#[ns_test(link(a, b, uplink = "lte.up"))]
fn uplink() {}

#[ns_test(link(a, b, from(a, bandwidth = "10mbit")))]
fn in_from() {}

#[ns_test(link(a, b, condition = "5g"))]
fn condition() {}

#[ns_test(link(a, b, condition = "carrier pigeon"))]
fn unlike_any_condition() {}

#[ns_test(link(a, b, rate = "1mbit", aqm = "fq_codel"))]
fn aqm() {}

#[ns_test(link(a, b, delay = "5ms", jitter = "1ms", distribution = "norml"))]
fn distribution() {}

// These are hosts.
#[ns_test(link(latency = "10.0.0.1/24", bw), lan(limit, bw, uplink = ["10.9.0.1/24"]))]
fn hosts(latency: Node, bw: Node, limit: Node, uplink: Node, dealy: Node) {}

fn main() {}
