use nsfixture::prelude::*;

#[ns_test(
    lan(a, b, name = "the office"),
    lan(b, c, name = ""),
    lan(c, d, name = "1st"),
    lan(d, e, name = office),
    lan(e, f, name = "w"),
    link(f, g, name = "w")
)]
fn t() {}

fn main() {}
