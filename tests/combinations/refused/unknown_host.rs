use nsfixture::prelude::*;
use rstest::rstest;

#[ns_test(link(client, server))]
#[rstest]
#[case(1)]
fn f(#[case] x: u8, sever: Node) {
    drop((x, sever));
}
