use nsfixture::prelude::*;
use rstest::rstest;

#[rstest]
#[case(1)]
#[ns_test(link(a, b))]
#[case::named(2)]
fn f(#[case] x: u8) {
    drop(x);
}
