use nsfixture::prelude::*;

#[ns_test(link(a, b, jitter = "5ms"))]
fn jitter_alone() {}

#[ns_test(link(a, b, delay = "5ms", jitter = "6ms"))]
fn jitter_above_delay() {}

#[ns_test(link(a, b, delay = "5ms", distribution = "normal"))]
fn distribution_alone() {}

#[ns_test(link(a, b, reorder = "25%"))]
fn reorder_alone() {}

#[ns_test(link(a, b, burst = 5))]
fn burst_alone() {}

#[ns_test(link(a, b, loss = "80%", burst = 2))]
fn burst_too_short() {}

#[ns_test(lan(a, b, queue = "100ms", aqm = "codel"))]
fn queue_and_aqm_alone() {}

#[ns_test(link(a, b, delay = "20ms", rtt = "40ms"))]
fn delay_twice() {}

#[ns_test(link(a, b, loss = "0%", delay = "0ms", duplicate = "0%", corrupt = "0%"))]
fn zeros() {}

#[ns_test(link(a, b, rate = "0bit"))]
fn rate_of_zero() {}

#[ns_test(link(a, b, drop = [1, 0, 1], drop_every = 0))]
fn packets() {}

#[ns_test(link(a, b, drop = []))]
fn no_packets() {}

#[ns_test(link(a, b, outage(after = "2s")))]
fn outage_without_length() {}

#[ns_test(link(a, b, outage(lasts = "5s", every = "5s"), from(a, outage(lasts = "0s"))))]
fn outage_without_end() {}

#[ns_test(link(a, b, blackhole_above = 1500))]
fn black_hole_of_nothing() {}

#[ns_test(link(a, b, path_mtu = 1500, from(a, path_mtu = 1000)))]
fn path_mtu_of_no_link() {}

#[ns_test(link(a, b, path_mtu = 1400, blackhole_above = 1280))]
fn path_mtu_and_black_hole() {}

#[ns_test(link(a, b, flap(every = "5s"), from(a, flap(lasts = "1s"))))]
fn flap_of_one_direction() {}

// Only the first mistake in each is reported: the others follow from it.

#[ns_test(link(a, b, delay = 20, jitter = "5ms"))]
fn jitter_of_a_delay_that_could_not_be_read() {}

#[ns_test(link(a, b, delya = "20ms", jitter = "5ms"))]
fn jitter_of_a_misspelled_delay() {}

#[ns_test(link(a, b, condition = "cabel", queue = "100ms"))]
fn queue_of_an_unknown_condition() {}

#[ns_test(link(a, b, outage(last = "2s", every = "1s")))]
fn outage_of_misspelled_length() {}

fn main() {}
