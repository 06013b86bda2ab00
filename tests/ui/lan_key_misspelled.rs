use nsfixture::prelude::*;

#[ns_test(
    lan(a, b, mut = 9000),
    lan(b, c, subnt = "10.1.0.0/24"),
    lan(c, d, nmae = "office"),
    lna(d, e)
)]
fn t() {}

fn main() {}
