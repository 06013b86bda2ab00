//! A test that must not pass does not: each test in `failing` fails, and reports where.
//!
//! They are ignored; this file runs itself again with each of them, and `ci/nextest.sh` runs them with
//! nextest.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::process::{Command, Output};

use nsfixture::prelude::*;

mod failing {
    use super::*;
    use std::process::ExitCode;

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_the_body() {
        assert_eq!(1, 2, "a false claim");
    }

    #[ns_test(link(a, b, name = "wire", from(a, loss = "100%"), from(b, drop = [1000])), seed = 42)]
    #[ignore = "fails on purpose"]
    fn by_a_fault(a: Node, b: Node) {
        a.run(|| std::net::UdpSocket::bind("0.0.0.0:0")?.send_to(&[1], "10.0.0.2:7")).unwrap();
        b.ping("a").unwrap();
    }

    #[ns_test(link(
        a, b, name = "wire", rule(icmp = "echo-request", drop = [1]), rule(icmp = "echo-reply", drop = [7]),
        rule(protocol = "udp", port = 7, drop = [7]),
    ))]
    #[ignore = "fails on purpose"]
    fn with_rules(a: Node, b: Node, net: Net) {
        let unreachable = Rule::new().icmp("unreachable").matching(|_| panic!("a false claim"));
        let faults = Faults::new().rule(unreachable.loss("1%"));
        net.link("wire").from("b").set(&faults).unwrap();
        let soon = std::time::Duration::from_millis(500);
        a.ping(nsfixture::Ping::to("b").timeout(soon)).unwrap_err();
        let socket = a.run(|| std::net::UdpSocket::bind("0.0.0.0:0")).unwrap();
        socket.connect((b.ipv4(), 7)).unwrap();
        socket.send(&[1]).unwrap();
        // The message that the closure has panicked at arrives.
        socket.recv(&mut [0]).unwrap_err();
    }

    #[ns_test(
        link(a, b),
        fault(after = "1h", lasts = "1s", partition = [[a], [b]]),
        fault(link = "a-b", lasts = "1h", loss = "1%"),
        fault(isolate = a)
    )]
    #[ignore = "fails on purpose"]
    fn during_a_fault(b: Node) {
        b.ping("a").unwrap();
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    async fn in_an_async_body() {
        assert_eq!(1, 2, "a false claim");
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_run(b: Node) {
        b.run(|| assert_eq!(1, 2, "a false claim"));
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_block_on(b: Node) {
        b.block_on(async { assert_eq!(1, 2, "a false claim") });
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_spawn_not_awaited(b: Node) {
        b.spawn(async { assert_eq!(1, 2, "a false claim") });
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    async fn in_spawn_not_awaited_async(b: Node) {
        b.spawn(async { assert_eq!(1, 2, "a false claim") });
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    async fn in_a_task_of_the_body(b: Node) {
        let _ = b;
        tokio::spawn(async { assert_eq!(1, 2, "a false claim") });
    }

    #[ns_test(link(a, b), flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "fails on purpose"]
    async fn in_a_blocking_task_of_the_body() {
        tokio::task::spawn_blocking(|| assert_eq!(1, 2, "a false claim"));
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_a_destructor_of_a_task(b: Node) {
        struct Claim;
        impl Drop for Claim {
            fn drop(&mut self) {
                assert_eq!(1, 2, "a false claim");
            }
        }
        b.spawn(async {
            let _claim = Claim;
            std::future::pending::<()>().await;
        });
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_a_thread_not_joined() {
        std::thread::spawn(|| assert_eq!(1, 2, "a false claim"));
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_a_thread_of_another_node(b: Node) {
        b.run(|| drop(std::thread::spawn(|| assert_eq!(1, 2, "a false claim"))));
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn in_run_of_a_thread_not_joined(b: Node) {
        std::thread::spawn(move || b.run(|| assert_eq!(1, 2, "a false claim")));
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn by_a_busy_thread(b: Node) {
        let busy = || {
            loop {
                std::hint::spin_loop();
            }
        };
        b.run(|| std::thread::Builder::new().name("busy".to_owned()).spawn(busy)).unwrap();
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn by_its_result() -> Result<(), String> {
        Err("a false claim".to_owned())
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn by_its_exit_code() -> ExitCode {
        ExitCode::from(3)
    }

    #[ns_test(link(a, b), timeout = "100ms")]
    #[ignore = "fails on purpose"]
    fn by_its_timeout() {
        loop {
            std::thread::park();
        }
    }

    #[ns_test(link(a, b), timeout = "100ms")]
    #[ignore = "fails on purpose"]
    async fn by_its_timeout_async() {
        std::future::pending::<()>().await;
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn by_the_timeout_of_the_suite() {
        loop {
            std::thread::park();
        }
    }

    #[ns_test(link(a, b))]
    #[should_panic(expected = "something else")]
    #[ignore = "fails on purpose"]
    fn by_an_unexpected_panic() {
        panic!("a false claim");
    }

    #[ns_test(link(a, b))]
    #[should_panic(expected = "")]
    #[ignore = "fails on purpose"]
    fn by_no_panic() {}

    #[ns_test(link(a, b), timeout = "100ms")]
    #[should_panic(expected = "")]
    #[ignore = "fails on purpose"]
    fn by_its_timeout_where_a_panic_is_expected() {
        loop {
            std::thread::park();
        }
    }

    #[ns_test(link(a, b))]
    #[should_panic(expected = "as it should")]
    #[ignore = "fails on purpose"]
    fn by_an_unobserved_panic_besides_the_expected_one() {
        std::thread::spawn(|| assert_eq!(1, 2, "a false claim"));
        panic!("as it should");
    }
}

mod passing {
    use super::*;

    #[ns_test(link(a, b), unobserved_panics = "allow")]
    fn an_unobserved_panic_that_is_allowed() {
        std::thread::spawn(|| panic!("ignored"));
    }

    #[ns_test(link(a, b))]
    fn a_caught_panic() {
        assert!(std::panic::catch_unwind(|| panic!("caught")).is_err());
    }

    #[ns_test(link(a, b))]
    fn a_caught_panic_in_run(b: Node) {
        b.run(|| assert!(std::panic::catch_unwind(|| panic!("caught")).is_err()));
    }

    #[ns_test(link(a, b))]
    fn a_thread_that_waits_forever() {
        std::thread::spawn(|| std::net::TcpListener::bind("[::]:1").unwrap().accept());
    }
}

/// Runs one of the tests above in a child process.
fn run(test: &str, timeout: Option<&str>) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "--ignored", "--test-threads=1", test])
        .env_remove("NSFIXTURE_REQUIRE")
        .env_remove("NSFIXTURE_TIMEOUT");
    if let Some(timeout) = timeout {
        command.env("NSFIXTURE_TIMEOUT", timeout);
    }
    command.output().unwrap()
}

#[track_caller]
fn check(test: &str, expected: &[&str]) {
    check_with(None, test, expected);
}

/// Checks a test that runs with `NSFIXTURE_TIMEOUT`.
#[track_caller]
fn check_with(timeout: Option<&str>, test: &str, expected: &[&str]) {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return;
    }
    let output = run(&format!("failing::{test}"), timeout);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(101), "{printed}");
    assert!(printed.contains("0 passed; 1 failed"), "{printed}");
    for expected in expected {
        assert!(printed.contains(expected), "{expected:?} is not in\n{printed}");
    }
}

macro_rules! failures {
    ($($test:ident: $expected:expr;)*) => {
        $(#[test]
        fn $test() {
            check(stringify!($test), &$expected);
        })*
    };
}

failures! {
    in_the_body: ["a false claim", "the test body panicked in host `a`"];
    by_a_fault: [
        "faults of `wire` from `a`: ",
        " lost",
        "faults of `wire` from `b`: ",
        ": the faults of the topology never acted",
        "the seed of the faults is 42; NSFIXTURE_SEED=42 sets it",
    ];
    with_rules: [
        "rule(icmp = \"echo-request\", drop = [1]) of `wire`: matched 1 packet from `a`: 1 dropped",
        "rule(icmp = \"echo-reply\", drop = [7]) of `wire`: matched no packet",
        "rule(protocol = \"udp\", port = 7, drop = [7]) of `wire`: matched 1 packet from `a`: never acted",
        "unobserved panic in the closure of a rule, which matches nothing since then: a false claim",
    ];
    during_a_fault: [
        "fault after 3600s for 1s (partition a | b): never began, the test ended before",
        "fault at once for 3600s (link a-b): began, and was not over when the test ended",
        "fault at once (isolate a): began\n",
    ];
    in_an_async_body: ["a false claim", "the test body panicked in host `a`"];
    in_run: ["a false claim", "(in host `b`)"];
    in_block_on: ["a false claim", "(in host `b`)"];
    in_spawn_not_awaited: ["unobserved panic in host `b`", "a false claim", "failures.rs:"];
    in_spawn_not_awaited_async: ["unobserved panic in host `b`", "a false claim"];
    in_a_task_of_the_body: ["unobserved panic in host `a`", "a false claim"];
    in_a_blocking_task_of_the_body: ["unobserved panic in host `a`", "a false claim"];
    in_a_destructor_of_a_task: ["unobserved panic in host `b`", "a false claim"];
    in_a_thread_not_joined: ["unobserved panic in host `a`", "a false claim"];
    in_a_thread_of_another_node: ["unobserved panic in host `b`", "a false claim"];
    in_run_of_a_thread_not_joined: ["unobserved panic in host `a`", "a false claim", "(in host `b`)"];
    by_a_busy_thread: ["thread `busy` in host `b` was still running 5s of CPU time"];
    by_its_result: ["a false claim", "the test body returned an error in host `a`"];
    by_its_exit_code: ["the test body returned an error in host `a`"];
    by_its_timeout: ["the test timed out after 100ms in host `a`", "panicked at tests/tests/failures.rs:"];
    by_its_timeout_async: ["the test timed out after 100ms in host `a`", "panicked at tests/tests/failures.rs:"];
    by_an_unexpected_panic: ["did not contain expected string"];
    by_no_panic: ["did not panic as expected"];
    by_its_timeout_where_a_panic_is_expected: ["did not panic as expected", "timed out after 100ms"];
    by_an_unobserved_panic_besides_the_expected_one: ["did not panic as expected", "a false claim"];
}

#[test]
fn by_the_timeout_of_the_suite() {
    let reported = "the test timed out after 100ms in host `a` (NSFIXTURE_TIMEOUT)";
    check_with(Some("100ms"), "by_the_timeout_of_the_suite", &[reported]);
}

#[test]
fn by_its_own_timeout_whatever_that_of_the_suite() {
    // The line ends there.
    let reported = ["the test timed out after 100ms in host `a`\n"];
    check_with(Some("1h"), "by_its_timeout", &reported);
    check_with(Some("1ms"), "by_its_timeout", &reported);
}

#[test]
fn a_malformed_timeout_of_the_suite_is_reported() {
    let reported =
        "nsfixture: note: NSFIXTURE_TIMEOUT is \"10\", which has no effect: expected a duration";
    check_with(Some("10"), "in_the_body", &[reported, "a false claim"]);
}
