//! With `tokio::test`, which brings a runtime.

use nsfixture::prelude::*;
use nsfixture_combinations::{combinations, ran};

combinations! {
    below: 1 bodies, 1 tests {
        #[ns_test] #[tokio::test] async fn f() { ran!(); }
    }
    below_handles: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[tokio::test] async fn f(a: Node, net: &Net) {
            ran!(a.name(), net.nodes().len());
        }
    }
    below_multi_thread: 2 bodies, 1 tests {
        #[ns_test(link(a, b))] #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn f(b: Node) {
            ran!(b.name());
            tokio::spawn(async { ran!("spawned") }).await.expect("it has run");
        }
    }
    below_blocking: 2 bodies, 1 tests {
        #[ns_test] #[tokio::test] async fn f() -> std::io::Result<()> {
            ran!();
            Ok(tokio::task::spawn_blocking(|| ran!("blocking")).await?)
        }
    }
    below_should_panic: 1 bodies, 1 tests {
        #[ns_test] #[tokio::test] #[should_panic(expected = "meant")] async fn f() {
            ran!();
            panic!("meant")
        }
    }
    below_timeout: 1 bodies, 1 tests {
        #[ns_test(timeout = "60s")] #[tokio::test] async fn f() { ran!(); }
    }
    above: 1 bodies, 1 tests {
        #[tokio::test] #[ns_test] async fn f() { ran!(); }
    }
    above_multi_thread: 2 bodies, 1 tests {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)] #[ns_test(link(a, b))]
        async fn f() {
            ran!();
            tokio::spawn(async { ran!("spawned") }).await.expect("it has run");
        }
    }
    above_current: 1 bodies, 1 tests {
        #[tokio::test] #[ns_test(link(a, b), run_in = b)] async fn f() {
            ran!(Node::current().expect("a node").name());
        }
    }
    above_handles: 1 bodies, 1 tests {
        #[tokio::test] #[ns_test(link(a, b))] async fn f(a: Node, net: Net) {
            ran!(a.name(), net.nodes().len());
        }
    }
    above_result: 1 bodies, 1 tests {
        #[tokio::test] #[ns_test] async fn f() -> std::io::Result<()> { ran!(); Ok(()) }
    }
}
