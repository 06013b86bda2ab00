//! With `test_case`, which gives parameters by their places.

use nsfixture::prelude::*;
use nsfixture_combinations::{combinations, ran};
use test_case::test_matrix;

combinations! {
    below: 2 bodies, 2 tests {
        #[ns_test] #[test_case(1)] #[test_case(2; "named")] fn f(x: u8) { ran!(x); }
        use ::test_case::test_case;
    }
    below_handles: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[test_case(1, 3)] #[test_case(2, 4)] fn f(x: u8, a: Node, y: u8) {
            ran!(x, a.name(), y);
        }
        use ::test_case::test_case;
    }
    below_expected: 2 bodies, 2 tests {
        #[ns_test] #[test_case(1 => 2)] #[test_case(2 => 3)] fn f(x: u8) -> u8 { ran!(x); x + 1 }
        use ::test_case::test_case;
    }
    below_panics: 1 bodies, 1 tests {
        #[ns_test] #[test_case(1 => panics "meant")] fn f(x: u8) { ran!(x); panic!("meant") }
        use ::test_case::test_case;
    }
    below_async: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[test_case(1)] #[test_case(2)] async fn f(x: u8, net: Net) {
            ran!(x, net.nodes().len());
        }
        use ::test_case::test_case;
    }
    below_tokio: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[test_case(1)] #[test_case(2)] #[tokio::test]
        async fn f(x: u8, b: Node) { ran!(x, b.name()); }
        use ::test_case::test_case;
    }
    below_matrix: 4 bodies, 4 tests {
        #[ns_test] #[test_matrix([1, 2], [3, 4])] fn f(x: u8, y: u8) { ran!(x, y); }
    }
    below_test: 2 bodies, 2 tests {
        #[ns_test] #[test_case(1)] #[test_case(2)] #[test] fn f(x: u8) { ran!(x); }
        use ::test_case::test_case;
    }
    below_whole_path: 1 bodies, 1 tests {
        #[ns_test] #[::test_case::test_case(1)] fn f(x: u8) { ran!(x); }
    }
    above: 2 bodies, 2 tests {
        #[test_case(1)] #[test_case(2)] #[ns_test] fn f(x: u8) { ran!(x); }
        use ::test_case::test_case;
    }
    between: 2 bodies, 2 tests {
        #[test_case(1)] #[ns_test(link(a, b))] #[test_case(2)] fn f(x: u8) { ran!(x); }
        use ::test_case::test_case;
    }
    above_expected: 2 bodies, 2 tests {
        #[test_case(1 => 2)] #[test_case(2 => 3)] #[ns_test] fn f(x: u8) -> u8 { ran!(x); x + 1 }
        use ::test_case::test_case;
    }
    above_async: 2 bodies, 2 tests {
        #[test_case(1)] #[test_case(2)] #[ns_test] async fn f(x: u8) { ran!(x); }
        use ::test_case::test_case;
    }
    above_tokio_above: 2 bodies, 2 tests {
        #[test_case(1)] #[test_case(2)] #[tokio::test] #[ns_test] async fn f(x: u8) { ran!(x); }
        use ::test_case::test_case;
    }
    above_tokio_below: 2 bodies, 2 tests {
        #[test_case(1)] #[test_case(2)] #[ns_test] #[tokio::test] async fn f(x: u8) { ran!(x); }
        use ::test_case::test_case;
    }
}
