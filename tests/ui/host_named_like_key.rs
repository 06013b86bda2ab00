use nsfixture::prelude::*;

#[ns_test(link(lan, timeout), host(mtu), link(a, name))]
fn t() {}

fn main() {}
