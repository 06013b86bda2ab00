use nsfixture::prelude::*;

#[ns_test(link(a, b, loss = 5))]
fn integer() {}

#[ns_test(link(a, b, loss = 0.5))]
fn float() {}

#[ns_test(link(a, b, loss = 5%))]
fn unquoted_percentage() {}

#[ns_test(link(a, b, delay = 20ms))]
fn unquoted_delay() {}

#[ns_test(link(a, b, delay = 1.5s, loss = "5"))]
fn unquoted_and_without_unit() {}

#[ns_test(link(a, b, rate = 10mbit, queue = 50))]
fn unquoted_rate() {}

#[ns_test(link(a, b, rate = "10Mbit"))]
fn capital() {}

#[ns_test(link(a, b, delay = "20 msec"))]
fn long_unit() {}

#[ns_test(link(a, b, loss = "101%"))]
fn more_than_all() {}

#[ns_test(link(a, b, loss = "0.00001%"))]
fn too_fine() {}

#[ns_test(link(a, b, delay = "2h"))]
fn too_long() {}

#[ns_test(link(a, b, rate = "1mbit", queue = "2000000packets"))]
fn too_many() {}

#[ns_test(link(a, b, loss = -1, burst = "5", drop = ["2"]))]
fn other_kinds() {}

#[ns_test(link(a, b, burst = 4294967296, drop_every = -1, loss = "1%"))]
fn out_of_range() {}

#[ns_test(link(a, b, aqm = codel, rate = "1mbit"))]
fn word() {}

#[ns_test(link(a, b, delay))]
fn without_a_value() {}

#[ns_test(link(a, b, delay("20ms")))]
fn in_parentheses() {}

#[ns_test(link(a, b, delay = "20ms", delay = "30ms"))]
fn twice() {}

#[ns_test(link(a, b, outage = "500ms"))]
fn outage_as_a_string() {}

#[ns_test(link(a, b, outage(after = 2s, lasts = 500, every)))]
fn outage_without_units() {}

#[ns_test(link(a, b, from(a, outage), outage(lasts = "1s", lasts("2s"))))]
fn outage_of_other_forms() {}

#[ns_test(link(a, b, outages(lasts = "1s")))]
fn outage_misspelled() {}

fn main() {}
