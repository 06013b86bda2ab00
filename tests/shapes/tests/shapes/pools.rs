//! Thread pools, and runtimes other than tokio.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use async_io::{Async, Timer};
use nsfixture::prelude::*;
use smol::io::AsyncReadExt as _;

use super::fail;

#[ns_test]
#[ignore = "fails on purpose"]
fn of_rayon() {
    rayon::spawn(fail);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn join_of_rayon() {
    rayon::join(fail, || ());
}

#[ns_test]
#[ignore = "fails on purpose"]
fn scope_of_rayon() {
    rayon::scope(|scope| scope.spawn(|_| fail()));
}

#[ns_test]
#[ignore = "fails on purpose"]
fn own_of_rayon() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    pool.install(fail);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn of_the_standard_library() {
    let (sender, receiver) = mpsc::channel::<fn()>();
    let receiver = Arc::new(Mutex::new(receiver));
    for _ in 0..2 {
        let receiver = Arc::clone(&receiver);
        thread::spawn(move || {
            loop {
                let job = receiver.lock().unwrap().recv();
                let Ok(job) = job else { return };
                job();
            }
        });
    }
    sender.send(fail).unwrap();
    std::mem::forget(sender);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn block_on_of_smol() {
    smol::block_on(async { fail() });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn task_of_smol() {
    smol::block_on(smol::spawn(async { fail() }));
}

#[ns_test]
#[ignore = "fails on purpose"]
fn detached_task_of_smol() {
    smol::spawn(async { fail() }).detach();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn detached_task_of_smol_after_a_short_sleep() {
    smol::spawn(async {
        Timer::after(Duration::from_millis(20)).await;
        fail();
    })
    .detach();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn detached_task_of_smol_that_reads() {
    let listener = Async::<TcpListener>::bind(([127, 0, 0, 1], 7)).unwrap();
    smol::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "world", "a false claim");
    })
    .detach();
    TcpStream::connect("127.0.0.1:7").unwrap().write_all(b"hello").unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn blocking_task_of_smol() {
    smol::unblock(fail).detach();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn detached_task_of_smol_in_an_async_body() {
    smol::spawn(async { fail() }).detach();
}
