//! The same failure, in different ways: port 80 is closed.

use std::io;
use std::net::TcpListener;
use std::panic;
use std::thread;

use nsfixture::prelude::*;

use super::helpers::connect;

/// What is open instead. It stays open until the end of the network.
fn open_another(b: &Node) {
    let listener = b.run(|| TcpListener::bind("[::]:8080")).unwrap();
    std::mem::forget(listener);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn returned_error(b: Node) -> io::Result<()> {
    open_another(&b);
    connect(b.ipv4(), 80)?;
    Ok(())
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn panic_of_a_thread(b: Node) {
    open_another(&b);
    thread::spawn(move || connect(b.ipv4(), 80).unwrap());
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
async fn panic_of_a_task(a: Node, b: Node) {
    open_another(&b);
    drop(a.spawn(async move { connect(b.ipv4(), 80).unwrap() }));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn panic_in_another_host(a: Node, b: Node) {
    open_another(&b);
    b.run(|| a.run(|| connect(b.ipv4(), 80).unwrap()));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn panic_after_others(b: Node) {
    for _ in 0..3 {
        panic::catch_unwind(|| panic!("it is caught")).unwrap_err();
    }
    open_another(&b);
    connect(b.ipv4(), 80).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn panic_with_a_hook_of_its_own(b: Node) {
    panic::set_hook(Box::new(|info| eprintln!("{info}")));
    open_another(&b);
    connect(b.ipv4(), 80).unwrap();
}
