//! Tasks on the runtime of a host.

use std::time::Duration;

use nsfixture::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use super::fail;

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn at_once(b: Node) {
    b.spawn(async { fail() });
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
async fn awaited(b: Node) {
    b.spawn(async { fail() }).await.unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn of_a_task(b: Node) {
    b.spawn(async {
        drop(tokio::spawn(async { drop(tokio::spawn(async { fail() })) }));
    });
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_resume_unwind(b: Node) {
    b.spawn(async { std::panic::resume_unwind(Box::new("a false claim")) });
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn after_a_short_sleep(b: Node) {
    b.spawn(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        fail();
    });
}

#[ns_test(link(client, server))]
#[ignore = "fails on purpose"]
async fn that_reads(server: Node) {
    let listener = server.run(|| std::net::TcpListener::bind("[::]:7")).unwrap();
    listener.set_nonblocking(true).unwrap();
    server.spawn(async move {
        let listener = TcpListener::from_std(listener).unwrap();
        let mut text = String::new();
        listener.accept().await.unwrap().0.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "world", "a false claim");
    });
    TcpStream::connect("server:7").await.unwrap().write_all(b"hello").await.unwrap();
}

#[ns_test(link(client, server))]
#[ignore = "fails on purpose"]
fn that_reads_from_a_synchronous_body(server: Node) {
    server.spawn(async {
        let listener = TcpListener::bind("[::]:7").await.unwrap();
        let mut text = String::new();
        listener.accept().await.unwrap().0.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "world", "a false claim");
    });
    server.wait_listening(7).unwrap();
    let mut stream = std::net::TcpStream::connect("server:7").unwrap();
    std::io::Write::write_all(&mut stream, b"hello").unwrap();
}

#[ns_test(lan(a, b), lan(b, c), router(b))]
#[ignore = "fails on purpose"]
async fn that_receives_across_a_router(c: Node) {
    let socket = c.run(|| std::net::UdpSocket::bind("[::]:7")).unwrap();
    socket.set_nonblocking(true).unwrap();
    c.spawn(async move {
        let socket = UdpSocket::from_std(socket).unwrap();
        socket.recv(&mut [0; 8]).await.unwrap();
        fail();
    });
    UdpSocket::bind("[::]:0").await.unwrap().send_to(b"hello", "c:7").await.unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn in_block_on(b: Node) {
    b.block_on(async { fail() });
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn in_block_on_of_a_thread(b: Node) {
    std::thread::spawn(move || b.block_on(async { fail() }));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_a_destructor(b: Node) {
    struct Claim;
    impl Drop for Claim {
        fn drop(&mut self) {
            fail();
        }
    }
    b.spawn(async {
        let _claim = Claim;
        std::future::pending::<()>().await;
    });
}
