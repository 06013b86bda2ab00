use nsfixture::prelude::*;

#[ns_test]
#[quickcheck]
fn f(x: u8) -> bool {
    x == x
}
