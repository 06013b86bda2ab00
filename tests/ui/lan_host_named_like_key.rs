use nsfixture::prelude::*;

#[ns_test(lan(router, file, a), host(topology), link(lan, subnet, b), router(name))]
fn t() {}

fn main() {}
