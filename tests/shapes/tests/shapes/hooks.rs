//! Panic hooks, which a test may replace.

use std::panic;
use std::thread;

use nsfixture::prelude::*;

use super::fail;

#[ns_test]
#[ignore = "fails on purpose"]
fn the_body_after_the_hook_was_replaced() {
    panic::set_hook(Box::new(|_| ()));
    fail();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn a_thread_after_the_hook_was_chained() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| before(info)));
    thread::spawn(fail);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn a_thread_after_the_hook_was_replaced() {
    panic::set_hook(Box::new(|_| ()));
    thread::spawn(fail);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn a_thread_after_the_hook_was_taken() {
    drop(panic::take_hook());
    thread::spawn(fail);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn run_after_the_hook_was_replaced(b: Node) {
    panic::set_hook(Box::new(|_| ()));
    b.run(fail);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn a_task_of_a_host_after_the_hook_was_replaced(b: Node) {
    panic::set_hook(Box::new(|_| ()));
    b.spawn(async { fail() });
}
