use nsfixture::prelude::*;

#[test]
#[ns_test(link(a, b))]
fn f(a: Node) {
    drop(a);
}
