use nsfixture::prelude::*;
use rstest::rstest;

#[rstest]
#[ns_test]
#[case(1)]
#[case(2)]
fn f(#[case] x: u8) {
    drop(x);
}
