//! The body itself, and the ends of processes.

use std::os::unix::process::CommandExt as _;
use std::process::{self, Command, ExitCode};
use std::thread;

use nsfixture::prelude::*;

use super::fail;

struct Claim;

impl Drop for Claim {
    fn drop(&mut self) {
        fail();
    }
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_the_body() {
    fail();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn by_an_async_body() {
    tokio::task::yield_now().await;
    fail();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_a_result() -> Result<(), String> {
    Err("a false claim".to_owned())
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_an_exit_code() -> ExitCode {
    ExitCode::from(3)
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_run(b: Node) {
    b.run(fail);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_a_destructor() {
    let _claim = Claim;
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn by_a_destructor_of_an_async_body() {
    let _claim = Claim;
    tokio::task::yield_now().await;
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_a_panic_while_unwinding() {
    let _claim = Claim;
    fail();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_an_exit() {
    process::exit(0);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_an_exit_of_a_thread() {
    thread::spawn(|| process::exit(0));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_an_exit_of_a_task(b: Node) {
    b.spawn(async { process::exit(0) });
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_an_exit_in_run(b: Node) {
    b.run(|| process::exit(0));
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_an_abort() {
    process::abort();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_another_program() {
    let error = Command::new("true").exec();
    panic!("{error}");
}

#[ns_test(timeout = "100ms")]
#[ignore = "fails on purpose"]
fn by_a_timeout() {
    loop {
        thread::park();
    }
}

#[ns_test]
#[should_panic(expected = "something else")]
#[ignore = "fails on purpose"]
fn by_another_panic_than_the_expected_one() {
    fail();
}

#[ns_test]
#[should_panic(expected = "")]
#[ignore = "fails on purpose"]
fn by_no_panic() {}
