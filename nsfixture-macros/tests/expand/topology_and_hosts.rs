#[::core::prelude::v1::test]
fn f() {
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    async fn f(alice: Node, _bob: &Node, net: Net) {}
    ::nsfixture::private::Test::made_by(|| &*TWO_SITES)
        .expects(&["alice", "_bob"])
        .run_in("bob")
        .timeout_millis(1000u64)
        .run_async(
            ::core::concat!(::core::module_path!(), "::", "f"),
            |cx| async move { f(cx.node("alice"), &cx.node("_bob"), cx.net()).await },
        );
}
