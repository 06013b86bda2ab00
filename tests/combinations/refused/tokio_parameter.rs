use nsfixture::prelude::*;

#[ns_test(link(a, b))]
#[tokio::test]
async fn f(a: Node, x: u8) {
    drop((a, x));
}
