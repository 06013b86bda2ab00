#[::core::prelude::v1::test]
fn f() {
    #[allow(clippy::future_not_send)]
    async fn f(alice: Node, _bob: &Node, net: Net) {}
    ::nsfixture::__private::v1::Test::made_by(|| &*TWO_SITES)
        .expects(&["alice", "_bob"])
        .run_in("bob")
        .timeout_millis(1000u64)
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "f"),
            async |__cx| f(__cx.node("alice"), &__cx.node("_bob"), __cx.net()).await,
        );
}
