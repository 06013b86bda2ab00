use nsfixture::prelude::*;

#[ns_test(link(a, b))]
#[case(1)]
fn f(#[case] x: u8, a: Node) {
    drop((x, a));
}
