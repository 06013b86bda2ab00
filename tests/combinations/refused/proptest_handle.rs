use nsfixture::prelude::*;
use proptest::proptest;

proptest! {
    #[ns_test(link(a, b))] fn f(a: Node) { drop(a); }
}
