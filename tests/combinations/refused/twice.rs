use nsfixture::prelude::*;
use rstest::rstest;

#[ns_test]
#[rstest]
#[case(1)]
#[nsfixture::test(link(a, b))]
fn f(#[case] x: u8) {
    drop(x);
}
