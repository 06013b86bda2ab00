use nsfixture::prelude::*;
use rstest::rstest;

#[rstest]
#[case(1)]
#[ns_test(link(a, b))]
fn f(#[case] x: u8, a: Node) {
    drop((x, a));
}
