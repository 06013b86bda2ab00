//! Without another attribute that makes tests.

use nsfixture::prelude::*;
use nsfixture::{Link, Topology};
use nsfixture_combinations::{combinations, ran};

fn pair() -> Topology {
    Topology::new().link(Link::new("a", "b"))
}

macro_rules! made {
    ($(#[$attr:meta])* $name:ident $body:block) => { $(#[$attr])* #[ns_test] fn $name() $body };
}

combinations! {
    sync: 1 bodies, 1 tests {
        #[ns_test] fn f() { ran!(); }
    }
    asynchronous: 1 bodies, 1 tests {
        #[ns_test] async fn f() { ran!(); }
    }
    multi_thread: 1 bodies, 1 tests {
        #[ns_test(flavor = "multi_thread", worker_threads = 2)] async fn f() { ran!(); }
    }
    handles: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] fn f(b: Node, net: Net) { ran!(b.name(), net.nodes().len()); }
    }
    handles_async: 1 bodies, 1 tests {
        #[ns_test(link(a, b), run_in = b)] async fn f(a: &Node, net: &Net) {
            ran!(a.name(), net.nodes().len());
        }
    }
    result: 1 bodies, 1 tests {
        #[ns_test] fn f() -> std::io::Result<()> { ran!(); Ok(()) }
    }
    test_below: 1 bodies, 1 tests {
        #[ns_test] #[test] fn f() { ran!(); }
    }
    test_below_async: 1 bodies, 1 tests {
        #[ns_test] #[test] async fn f() { ran!(); }
    }
    should_panic_below: 1 bodies, 1 tests {
        #[ns_test] #[should_panic(expected = "meant")] fn f() { ran!(); panic!("meant") }
    }
    should_panic_above: 1 bodies, 1 tests {
        #[should_panic(expected = "meant")] #[ns_test] async fn f() { ran!(); panic!("meant") }
    }
    by_cfg_attr: 1 bodies, 1 tests {
        #[cfg_attr(unix, ns_test(link(a, b)))] fn f(a: Node) { ran!(a.name()); }
    }
    in_code: 1 bodies, 1 tests {
        #[ns_test(topology = pair(), run_in = b)] fn f(a: Node) { ran!(a.name()); }
    }
    other_name: 1 bodies, 1 tests {
        #[nsfixture::test(link(a, b))] async fn f(b: Node) { ran!(b.name()); }
    }
    by_macro: 1 bodies, 1 tests {
        made! { #[allow(unused)] f { ran!(); } }
    }
}
