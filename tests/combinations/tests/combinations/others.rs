//! With `serial_test`, `test_log`, `googletest` and `proptest`.

use googletest::prelude::*;
use nsfixture::prelude::*;
use nsfixture_combinations::{combinations, ran};
use proptest::prelude::{ProptestConfig, proptest};
use rstest::rstest;
use serial_test::serial;

combinations! {
    serial_below: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[serial] fn f(a: Node) { ran!(a.name()); }
    }
    serial_below_async: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[serial(some, key)] async fn f(a: Node) { ran!(a.name()); }
    }
    serial_above: 1 bodies, 1 tests {
        #[serial] #[ns_test] fn f() { ran!(); }
    }
    serial_above_async: 1 bodies, 1 tests {
        #[serial] #[ns_test] async fn f() { ran!(); }
    }
    serial_tokio_below: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[serial] #[tokio::test] async fn f(b: Node) { ran!(b.name()); }
    }
    serial_rstest_below: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case(2)] #[serial]
        fn f(#[case] x: u8, b: Node) { ran!(x, b.name()); }
    }
    log_below: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[test_log::test] fn f(a: Node) { ran!(a.name()); }
    }
    log_below_tokio: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[test_log::test(tokio::test)] async fn f(a: Node) { ran!(a.name()); }
    }
    log_above: 1 bodies, 1 tests {
        #[test_log::test] #[ns_test] fn f() { ran!(); }
    }
    log_above_handles: 1 bodies, 1 tests {
        #[test_log::test] #[ns_test(link(a, b))] fn f(a: Node) { ran!(a.name()); }
    }
    log_above_tokio: 1 bodies, 1 tests {
        #[test_log::test(tokio::test)] #[ns_test] async fn f() { ran!(); }
    }
    log_rstest_below: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case(2)] #[test_log::test]
        fn f(#[case] x: u8, a: Node) { ran!(x, a.name()); }
    }
    gtest_below: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[gtest] fn f(a: Node) { ran!(a.name()); expect_that!(1, eq(1)); }
    }
    gtest_below_result: 1 bodies, 1 tests {
        #[ns_test] #[gtest] fn f() -> Result<()> { ran!(); verify_that!(1, eq(1)) }
    }
    gtest_below_tokio: 1 bodies, 1 tests {
        #[ns_test(link(a, b))] #[gtest] #[tokio::test] async fn f(b: Node) {
            ran!(b.name());
            expect_that!(1, eq(1));
        }
    }
    gtest_rstest_below: 2 bodies, 2 tests {
        #[ns_test(link(a, b))] #[rstest] #[case(1)] #[case(2)] #[gtest]
        fn f(#[case] x: u8, a: Node) -> Result<()> {
            ran!(x, a.name());
            verify_that!(1, eq(1))
        }
    }
    gtest_above: 1 bodies, 1 tests {
        #[gtest] #[ns_test] fn f() { ran!(); expect_that!(1, eq(1)); }
    }
    proptest_function: 4 bodies, 1 tests {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4) })]
            #[ns_test] fn f(x in 0_u64..1 << 40) { ran!(x); }
        }
    }
    proptest_function_handles: 4 bodies, 1 tests {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4) })]
            #[ns_test(link(a, b))] fn f(x in 0_u64..1 << 40) {
                ran!(x, Net::current().expect("a network").node("b").name());
            }
        }
    }
    proptest_in_the_body: 4 bodies, 1 tests {
        #[ns_test(link(a, b))] fn f(a: Node) {
            let cases = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4) };
            proptest!(cases, |(x in 0_u64..1 << 40)| ran!(x, a.name()));
        }
    }
}
