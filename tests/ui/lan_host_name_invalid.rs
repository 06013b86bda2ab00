use nsfixture::prelude::*;

#[ns_test(
    lan(größe, LocalHost, b),
    lan(b, B),
    lan(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)
)]
fn t() {}

fn main() {}
