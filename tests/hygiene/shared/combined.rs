//! Together with other attributes that make tests.

use ::nsfixture::{Net, Node, ns_test};
use ::rstest::rstest;
// What `tokio::test` expands to has a path that begins with the name.
use ::tokio;

#[ns_test]
#[test]
fn with_test() {
    ::core::assert!(Node::current().is_some());
}

#[ns_test(link(a, b))]
#[tokio::test]
async fn above_tokio(a: Node, cx: Net) {
    ::core::assert_eq!((a.name(), ::core::iter::ExactSizeIterator::len(&cx.nodes())), ("a", 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ns_test(link(a, b))]
async fn below_tokio(b: Node) -> ::std::io::Result<()> {
    ::core::assert_eq!(b.name(), "b");
    ::core::result::Result::Ok(())
}

#[ns_test(link(a, b))]
#[rstest]
#[case(1)]
#[case(2)]
fn above_rstest(#[case] size: usize, a: &Node, cx: &Net) {
    ::core::assert_eq!(
        (a.name(), ::core::iter::ExactSizeIterator::len(&cx.nodes()) >= size),
        ("a", true)
    );
}

#[rstest]
#[case(1)]
#[case(2)]
#[ns_test(link(a, b))]
fn below_rstest(#[case] size: usize, #[ignore] b: Node) {
    ::core::assert_eq!((b.name(), size < 3), ("b", true));
}

macro_rules! combined {
    ($name:ident, $value:expr) => {
        #[ns_test(link(a, b))]
        #[rstest]
        #[case($value)]
        fn $name(#[case] value: usize, a: Node) {
            ::core::assert_eq!((a.name(), value), ("a", $value));
        }
    };
}

combined!(made_by_a_macro, 3);
