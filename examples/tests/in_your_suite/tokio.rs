//! Asynchronous tests, on the runtime of `#[ns_test]` or on that of `tokio::test`.

use nsfixture::prelude::*;
use tokio::net::{TcpListener, TcpStream};

#[ns_test(link(client, server), flavor = "multi_thread", worker_threads = 2)]
async fn on_the_runtime_of_nsfixture(server: Node) -> std::io::Result<()> {
    let listener = server.spawn(TcpListener::bind("server:80")).await??;
    let connect = tokio::spawn(TcpStream::connect("server:80")); // in `client`, as the body
    let (_, peer) = listener.accept().await?;
    connect.await??;
    assert!(Node::current().unwrap().addrs().contains(&peer.ip()));
    Ok(())
}

#[ns_test(link(client, server))]
#[tokio::test(flavor = "multi_thread")]
async fn on_the_runtime_of_tokio(server: Node) {
    let bind = TcpListener::bind("server:80");
    let _listener = server.spawn(bind).await.unwrap().unwrap();
    TcpStream::connect("server:80").await.unwrap();
}
