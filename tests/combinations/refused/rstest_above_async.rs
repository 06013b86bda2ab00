use nsfixture::prelude::*;
use rstest::rstest;

#[rstest]
#[case(1)]
#[ns_test]
async fn f(#[case] x: u8) {
    drop(x);
}
