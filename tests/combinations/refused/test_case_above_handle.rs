use nsfixture::prelude::*;
use test_case::test_case;

#[test_case(1)]
#[ns_test(link(a, b))]
fn f(x: u8, a: Node) {
    drop((x, a));
}
