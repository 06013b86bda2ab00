use nsfixture::prelude::*;

#[ns_test(flavor = "multi_thread")]
#[tokio::test]
async fn f() {}
