//! With `rstest`: values, cases, fixtures, timeouts.

use std::time::Duration;

use nsfixture::prelude::*;
use nsfixture::{Link, Topology};
use nsfixture_combinations::{combinations, ran};
use rstest::{fixture, rstest};

fn pair() -> Topology {
    Topology::new().link(Link::new("a", "b"))
}

/// Made inside of the network of the test that asks for it.
#[fixture]
fn here() -> String {
    Node::current().expect("a node").name().to_owned()
}

#[fixture]
async fn later(#[default(7)] number: u8) -> u8 {
    number
}

#[fixture]
#[once]
fn once() -> u8 {
    9
}

combinations! {
    below: 1 bodies, 1 tests {
        #[ns_test] #[rstest] fn f() { ran!(); }
    }
    below_cases: 2 bodies, 2 tests {
        #[ns_test] #[rstest] #[case(1)] #[case(2)] fn f(#[case] x: u8) { ran!(x); }
    }
    below_cases_handles: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case::named(2)]
        fn f(#[case] x: u8, a: Node, net: &Net) { ran!(x, a.name(), net.nodes().len()); }
    }
    below_handle_first: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case(2)] fn f(a: Node, #[case] x: u8) {
            ran!(x, a.name());
        }
    }
    below_ignored_handle: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] fn f(#[case] x: u8, #[ignore] a: Node) {
            ran!(x, a.name());
        }
    }
    below_values: 4 bodies, 4 tests {
        #[ns_test(link(a, b))] #[rstest]
        fn f(#[values(1, 2)] x: u8, #[values("p", "q")] y: &str, b: Node) { ran!(x, y, b.name()); }
    }
    below_fixture: 1 bodies, 1 tests {
        #[ns_test(link(a, b), run_in = b)] #[rstest] fn f(here: String) { ran!(here); }
    }
    below_everything: 4 bodies, 4 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case(2)]
        fn f(here: String, #[case] x: u8, #[values(3, 4)] y: u8, b: &Node) {
            ran!(here, x, y, b.name());
        }
    }
    below_once: 2 bodies, 2 tests {
        #[ns_test] #[rstest] #[case(1)] #[case(2)] fn f(once: &u8, #[case] x: u8) { ran!(once, x); }
    }
    below_async: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[rstest] async fn f(a: Node) { ran!(a.name()); }
    }
    below_async_cases: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case(2)] async fn f(#[case] x: u8, a: Node) {
            ran!(x, a.name());
        }
    }
    below_async_multi_thread: 2 bodies, 1 tests {
        #[ns_test(flavor = "multi_thread", worker_threads = 2)] #[rstest] #[case(1)]
        async fn f(#[case] x: u8) {
            ran!(x);
            tokio::spawn(async move { ran!("spawned") }).await.expect("it has run");
        }
    }
    below_async_future: 1 bodies, 1 tests {
        #[ns_test] #[rstest] async fn f(#[future] later: u8) { ran!(later.await); }
    }
    below_async_awaited: 1 bodies, 1 tests {
        #[ns_test] #[rstest] #[awt] async fn f(#[future] #[with(8)] later: u8) { ran!(later); }
    }
    below_tokio: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case(2)] #[tokio::test]
        async fn f(#[case] x: u8, b: Node) { ran!(x, b.name()); }
    }
    below_tokio_multi_thread: 2 bodies, 1 tests {
        #[ns_test] #[rstest] #[case(1)] #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn f(#[case] x: u8) {
            ran!(x);
            tokio::spawn(async move { ran!("spawned") }).await.expect("it has run");
        }
    }
    below_timeout: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[rstest] #[timeout(Duration::from_secs(60))] fn f(a: Node) {
            ran!(a.name());
        }
    }
    below_timeout_should_panic: 1 bodies, 1 tests {
        #[ns_test] #[rstest] #[timeout(Duration::from_secs(60))] #[should_panic(expected = "meant")]
        fn f() { ran!(); panic!("meant") }
    }
    below_timeout_async: 1 bodies, 1 tests {
        #[ns_test] #[rstest] #[timeout(Duration::from_secs(60))] #[tokio::test] async fn f() {
            ran!();
        }
    }
    below_should_panic: 2 bodies, 2 tests {
        #[ns_test] #[rstest] #[case(1)] #[should_panic(expected = "meant")] #[case(2)]
        fn f(#[case] x: u8) { ran!(x); assert_eq!(x, 1, "meant"); }
    }
    below_result: 2 bodies, 2 tests {
        #[ns_test] #[rstest] #[case(1)] #[case(2)] fn f(#[case] x: u8) -> std::io::Result<()> {
            ran!(x);
            Ok(())
        }
    }
    below_generic: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[rstest] #[case("x")]
        fn f<T: AsRef<str>>(#[case] x: T, a: Node) { ran!(x.as_ref(), a.name()); }
    }
    below_in_code: 2 bodies, 2 tests {
        #[ns_test(topology = pair(), run_in = b)] #[rstest] #[case(1)] #[case(2)]
        fn f(#[case] x: u8, a: Node) { ran!(x, a.name()); }
    }
    below_test: 2 bodies, 2 tests {
        #[ns_test] #[rstest] #[case(1)] #[case(2)] #[test] fn f(#[case] x: u8) { ran!(x); }
    }
    above: 1 bodies, 1 tests {
        #[rstest] #[ns_test] fn f() { ran!(); }
    }
    above_cases: 2 bodies, 2 tests {
        #[rstest] #[case(1)] #[case(2)] #[ns_test] fn f(#[case] x: u8) { ran!(x); }
    }
    above_cases_handles: 2 bodies, 2 tests {
        #[rstest] #[case(1)] #[case::named(2)] #[ns_test(link(a, b))]
        fn f(#[case] x: u8, #[ignore] a: Node) { ran!(x, a.name()); }
    }
    above_values: 2 bodies, 2 tests {
        #[rstest] #[ns_test] fn f(#[values(1, 2)] x: u8) { ran!(x); }
    }
    above_fixture: 1 bodies, 1 tests {
        #[rstest] #[ns_test(link(a, b), run_in = b)] fn f(here: String) { ran!(here); }
    }
    above_async: 2 bodies, 2 tests {
        #[rstest] #[case(1)] #[case(2)] #[nsfixture::test(link(a, b))]
        async fn f(#[case] x: u8, #[ignore] b: Node) { ran!(x, b.name()); }
    }
    above_tokio_below: 2 bodies, 2 tests {
        #[rstest] #[case(1)] #[case(2)] #[ns_test(link(a, b))] #[tokio::test]
        async fn f(#[case] x: u8) { ran!(x); }
    }
    above_tokio_above: 2 bodies, 2 tests {
        #[rstest] #[case(1)] #[case(2)] #[tokio::test] #[ns_test(link(a, b))]
        async fn f(#[case] x: u8) { ran!(x); }
    }
    above_timeout: 1 bodies, 1 tests {
        #[rstest] #[timeout(Duration::from_secs(60))] #[ns_test] fn f() { ran!(); }
    }
    above_should_panic: 1 bodies, 1 tests {
        #[rstest] #[case(1)] #[ns_test] #[should_panic(expected = "meant")] fn f(#[case] x: u8) {
            ran!(x);
            panic!("meant")
        }
    }
}
