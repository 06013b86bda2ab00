//! Tasks on the runtime of an asynchronous body.

use std::future;
use std::sync::Arc;
use std::time::Duration;

use nsfixture::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{Barrier, Notify, Semaphore, broadcast, mpsc, oneshot, watch};
use tokio::task::{JoinSet, LocalSet};

use super::fail;

#[ns_test]
#[ignore = "fails on purpose"]
async fn at_once() {
    tokio::spawn(async { fail() });
}

#[ns_test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "fails on purpose"]
async fn at_once_with_workers() {
    tokio::spawn(async { fail() });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn awaited() {
    tokio::spawn(async { fail() }).await.unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn awaited_and_ignored() {
    drop(tokio::spawn(async { fail() }).await);
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn after_yields() {
    tokio::spawn(async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn of_a_task() {
    tokio::spawn(async {
        drop(tokio::spawn(async { drop(tokio::spawn(async { fail() })) }));
    });
}

/// Starts a task that reads on loopback, and writes what it does not expect.
async fn read_on_loopback() {
    let listener = TcpListener::bind("127.0.0.1:7").await.unwrap();
    tokio::spawn(async move {
        let mut text = String::new();
        listener.accept().await.unwrap().0.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "world", "a false claim");
    });
    TcpStream::connect("127.0.0.1:7").await.unwrap().write_all(b"hello").await.unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn that_reads_on_loopback() {
    read_on_loopback().await;
}

#[ns_test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "fails on purpose"]
async fn that_reads_on_loopback_with_workers() {
    read_on_loopback().await;
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn that_reads_what_stays_open() {
    let listener = TcpListener::bind("127.0.0.1:7").await.unwrap();
    tokio::spawn(async move {
        let mut bytes = [0; 5];
        listener.accept().await.unwrap().0.read_exact(&mut bytes).await.unwrap();
        assert_eq!(&bytes, b"world", "a false claim");
    });
    let mut stream = TcpStream::connect("127.0.0.1:7").await.unwrap();
    for byte in b"hello" {
        stream.write_all(&[*byte]).await.unwrap();
    }
    tokio::spawn(async move {
        future::pending::<()>().await;
        drop(stream);
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn that_receives_on_loopback() {
    let socket = UdpSocket::bind("127.0.0.1:7").await.unwrap();
    tokio::spawn(async move {
        socket.recv(&mut [0; 8]).await.unwrap();
        fail();
    });
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.send_to(b"hello", "127.0.0.1:7").await.unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn that_gets_the_answer() {
    let listener = TcpListener::bind("127.0.0.1:7").await.unwrap();
    tokio::spawn(async move {
        let mut stream = listener.accept().await.unwrap().0;
        let mut buffer = [0; 8];
        while let Ok(length @ 1..) = stream.read(&mut buffer).await {
            stream.write_all(&buffer[..length]).await.unwrap();
        }
    });
    let mut stream = TcpStream::connect("127.0.0.1:7").await.unwrap();
    stream.write_all(b"hello").await.unwrap();
    tokio::spawn(async move {
        let mut bytes = [0; 5];
        stream.read_exact(&mut bytes).await.unwrap();
        assert_eq!(&bytes, b"world", "a false claim");
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn after_a_short_sleep() {
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        fail();
    });
}

#[ns_test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "fails on purpose"]
async fn after_a_short_sleep_with_workers() {
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn after_three_ticks() {
    tokio::spawn(async {
        let mut interval = tokio::time::interval(Duration::from_millis(5));
        for _ in 0..3 {
            interval.tick().await;
        }
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn after_a_timeout() {
    tokio::spawn(async {
        let never = future::pending::<()>();
        tokio::time::timeout(Duration::from_millis(30), never).await.unwrap();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn after_a_second() {
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn in_a_blocking_task() {
    tokio::task::spawn_blocking(fail);
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn of_a_blocking_task() {
    tokio::spawn(async {
        tokio::task::spawn_blocking(|| ()).await.unwrap();
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn in_a_local_set() {
    let local = LocalSet::new();
    local.run_until(async { drop(tokio::task::spawn_local(async { fail() }).await) }).await;
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn in_a_join_set() {
    let mut set = JoinSet::new();
    set.spawn(async { fail() });
    set.join_next().await.unwrap().unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn of_a_detached_join_set() {
    let mut set = JoinSet::new();
    set.spawn(async { fail() });
    set.detach_all();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_notification() {
    let notify = Arc::new(Notify::new());
    let other = Arc::clone(&notify);
    tokio::spawn(async move {
        other.notified().await;
        fail();
    });
    notify.notify_one();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_channel() {
    let (sender, mut receiver) = mpsc::channel(1);
    tokio::spawn(async move { assert_eq!(receiver.recv().await, Some(2), "a false claim") });
    sender.send(1).await.unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_oneshot() {
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(async move { assert_eq!(receiver.await, Ok(2), "a false claim") });
    sender.send(1).unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_broadcast() {
    let (sender, mut receiver) = broadcast::channel(1);
    tokio::spawn(async move { assert_eq!(receiver.recv().await, Ok(2), "a false claim") });
    sender.send(1).unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_watch() {
    let (sender, mut receiver) = watch::channel(0);
    tokio::spawn(async move {
        receiver.changed().await.unwrap();
        fail();
    });
    sender.send(1).unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_semaphore() {
    let semaphore = Arc::new(Semaphore::new(0));
    let other = Arc::clone(&semaphore);
    tokio::spawn(async move {
        let _permit = other.acquire().await.unwrap();
        fail();
    });
    semaphore.add_permits(1);
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_barrier() {
    let barrier = Arc::new(Barrier::new(2));
    let other = Arc::clone(&barrier);
    tokio::spawn(async move {
        other.wait().await;
        fail();
    });
    barrier.wait().await;
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn woken_by_a_thread() {
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(async move {
        receiver.await.unwrap();
        fail();
    });
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(10));
        sender.send(()).unwrap();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn by_a_destructor() {
    struct Claim;
    impl Drop for Claim {
        fn drop(&mut self) {
            fail();
        }
    }
    tokio::spawn(async {
        let _claim = Claim;
        future::pending::<()>().await;
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
async fn of_an_aborted_task() {
    tokio::spawn(async { fail() }).abort();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn of_a_runtime_of_the_body() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { drop(tokio::spawn(async { fail() })) });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn of_a_runtime_of_the_body_with_workers() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    drop(runtime.block_on(tokio::spawn(async { fail() })));
}

#[ns_test]
#[should_panic(expected = "as it should")]
#[ignore = "fails on purpose"]
async fn besides_the_expected_panic() {
    tokio::spawn(async {
        tokio::task::yield_now().await;
        fail();
    });
    panic!("as it should");
}
