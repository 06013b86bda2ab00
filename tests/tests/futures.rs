//! Asynchronous bodies: `LocalSet`, `select!`, and sockets that are sent from host to host.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::fs;
use std::future::pending;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;

use nsfixture::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::LocalSet;

/// Returns the network namespace of the thread.
fn here() -> PathBuf {
    fs::read_link("/proc/thread-self/ns/net").expect("the namespace")
}

#[ns_test(link(a, b))]
async fn tasks_that_stay_on_a_thread_are_in_the_node(b: Node) {
    let own = Rc::new(here());
    let of_the_body = Rc::clone(&own);
    let local = LocalSet::new();
    let found = local
        .run_until(async move {
            let task = tokio::task::spawn_local(async move { (here(), Rc::clone(&of_the_body)) });
            task.await.expect("it has run")
        })
        .await;
    assert_eq!(found.0, *found.1);
    assert_eq!(found.0, *own);
    // A second set, on another host's thread.
    let there = b.run(|| LocalSet::new().block_on(&runtime(), async { here() }));
    assert_eq!(there, b.run(here));
    assert_ne!(there, *own);
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[ns_test(link(client, server), flavor = "multi_thread", worker_threads = 2)]
async fn select_takes_the_first_result(server: Node, client: Node) -> io::Result<()> {
    let listener = server.spawn(TcpListener::bind("server:80")).await??;
    let connects = client.spawn(TcpStream::connect("server:80"));
    let stream = tokio::select! {
        accepted = listener.accept() => accepted?.0,
        () = pending() => unreachable!("it never ends"),
    };
    connects.await??;
    assert!(client.addrs().contains(&stream.peer_addr()?.ip()));
    // A future that is never ready is dropped, and its task with it.
    let (sender, receiver) = oneshot::channel::<()>();
    let waits = server.spawn(async move {
        let _sender = sender;
        pending::<()>().await;
    });
    tokio::select! {
        _ = receiver => unreachable!("nothing is sent"),
        () = async {} => {}
    }
    waits.abort_handle().abort();
    assert!(waits.await.expect_err("it was aborted").is_cancelled());
    Ok(())
}

/// A socket stays in the network in which it was created, wherever it is used.
#[ns_test(link(client, server))]
async fn a_stream_goes_from_node_to_node(client: Node, server: Node) -> io::Result<()> {
    let listener = server.spawn(TcpListener::bind("server:80")).await??;
    let mut connected = client.spawn(TcpStream::connect("server:80")).await??;
    let (mut accepted, peer) = listener.accept().await?;
    assert!(client.addrs().contains(&peer.ip()));
    // Each on the other host's runtime.
    let writing = client.spawn(async move {
        accepted.write_all(b"hello").await?;
        accepted.shutdown().await
    });
    let reading = server.spawn(async move {
        let mut text = String::new();
        connected.read_to_string(&mut text).await.map(|_| text)
    });
    writing.await??;
    assert_eq!(reading.await??, "hello");
    Ok(())
}

/// A future can wait for one on another host, which waits for one on a third.
#[ns_test(lan(a, b, c))]
async fn futures_of_nodes_wait_for_each_other(a: Node, b: Node, c: Node) {
    let found = b
        .spawn(async move {
            let in_c = c.spawn(async { (here(), tokio::task::spawn_blocking(here).await) }).await;
            (here(), in_c.expect("it has run"))
        })
        .await
        .expect("it has run");
    let (in_b, (in_c, in_the_pool_of_c)) = found;
    assert_eq!(in_c, in_the_pool_of_c.expect("it has run"));
    let all = [here(), a.run(here), in_b, in_c];
    assert_eq!(all[0], all[1]);
    assert!(all[1] != all[2] && all[2] != all[3] && all[3] != all[1], "{all:?}");
}

/// Every thread is in the host that started it.
#[ns_test(link(a, b))]
async fn everything_knows_where_it_is(b: Node) {
    let name = || Node::current().map(|node| node.name().to_owned());
    assert_eq!(name().as_deref(), Some("a"));
    assert_eq!(b.run(name).as_deref(), Some("b"));
    assert_eq!(b.spawn(async move { name() }).await.expect("it has run").as_deref(), Some("b"));
    let thread = b.run(|| std::thread::spawn(name));
    assert_eq!(thread.join().expect("it has run").as_deref(), Some("b"));
    let hosts = Net::current().map(|net| net.nodes().map(|n| n.name().to_owned()).collect());
    assert_eq!(hosts, Some(vec!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn outside_there_is_no_network() {
    assert!(Net::current().is_none());
    assert!(Node::current().is_none());
    let called = std::panic::catch_unwind(nsfixture::__private::v1::current_fixture);
    let text = called.err().expect("it panics");
    let text = text.downcast_ref::<&str>().expect("a string");
    assert!(text.contains("ran outside its network"), "{text}");
}
