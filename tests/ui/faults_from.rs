use nsfixture::prelude::*;

#[ns_test(link(a, b, from(c, loss = "1%")))]
fn unknown_host() {}

#[ns_test(link(alice, bob, from(alcie, loss = "1%")))]
fn misspelled_host() {}

#[ns_test(link(a, b, from(a)))]
fn nothing() {}

#[ns_test(link(a, b, from()))]
fn empty() {}

#[ns_test(link(a, b, from(loss = "1%")))]
fn no_host() {}

#[ns_test(lan(a, b, c, from(a, b, loss = "1%")))]
fn two_hosts() {}

#[ns_test(link(a, b, from(a, loss = "1%"), from(a, delay = "1ms")))]
fn twice() {}

#[ns_test(link(a, b, from))]
fn bare() {}

#[ns_test(link(a, b, from = a))]
fn value() {}

#[ns_test(link(a, b, from(a, loss = 1, delay = "5")))]
fn values() {}

#[ns_test(link(a, b, from(a, mtu = 1400)))]
fn option_of_the_link() {}

#[ns_test(link(a, b, from(a, los = "1%")))]
fn misspelled_option() {}

#[ns_test(link(a, b, from(a, loss = "1%", loss = "2%", rate)))]
fn option_twice() {}

#[ns_test(link(a, b, form(a, loss = "1%")))]
fn misspelled() {}

#[ns_test(link(a, b, delay = "20ms", jitter = "5ms", from(b, delay = "4ms")))]
fn delay_below_the_jitter_of_the_link() {}

#[ns_test(link(a, b, delay = "20ms", from(b, loss = "0%")))]
fn zero_of_nothing() {}

fn main() {}
