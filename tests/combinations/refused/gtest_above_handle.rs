use googletest::gtest;
use nsfixture::prelude::*;

#[gtest]
#[ns_test(link(a, b))]
fn f(a: Node) {
    drop(a);
}
