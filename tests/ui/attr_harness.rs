use nsfixture::prelude::*;

#[ns_test]
#[tokio::test]
async fn t() {}

#[ns_test]
#[rstest]
#[case(1)]
fn u(#[case] a: Node) {}

fn main() {}
