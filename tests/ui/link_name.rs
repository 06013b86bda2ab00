use nsfixture::prelude::*;

#[ns_test(link(a, b, name = "the wire"), link(b, c, name = "w"), link(c, d, name = "w"))]
fn t() {}

fn main() {}
