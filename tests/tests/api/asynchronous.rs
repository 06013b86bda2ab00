//! Asynchronous bodies and tasks.

use std::io;

use nsfixture::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::namespace;

async fn echo(server: &Node) -> io::Result<()> {
    let listener = server.spawn(tokio::net::TcpListener::bind("server:7")).await??;
    let echoing = server.spawn(async move {
        let (mut from, mut to) = listener.accept().await?.0.into_split();
        tokio::io::copy(&mut from, &mut to).await
    });
    let mut stream = tokio::net::TcpStream::connect("server:7").await?;
    stream.write_all(b"hello").await?;
    stream.shutdown().await?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await?;
    assert_eq!(reply, "hello");
    assert_eq!(echoing.await??, 5);
    Ok(())
}

#[ns_test(link(client, server))]
async fn on_one_thread(server: Node) -> io::Result<()> {
    echo(&server).await
}

#[ns_test(link(client, server), flavor = "multi_thread", worker_threads = 2, timeout = "1m")]
async fn on_several_threads(server: &Node, client: Node) -> io::Result<()> {
    let here = namespace();
    assert_eq!(client.run(namespace), here);
    let of_a_worker = tokio::spawn(async { namespace() }).await?;
    let of_the_pool = tokio::task::spawn_blocking(namespace).await?;
    assert_eq!((of_a_worker, of_the_pool), (here.clone(), here));
    echo(server).await
}

#[ns_test(link(a, b))]
async fn tasks_can_be_aborted(b: Node) {
    let task = b.spawn(std::future::pending::<()>());
    assert!(!task.is_finished());
    task.abort_handle().abort();
    assert!(task.await.unwrap_err().is_cancelled());
}

#[ns_test(link(a, b))]
async fn an_awaited_panic_is_not_a_failure(b: Node) {
    let task = b.spawn(async { panic!("awaited") });
    let panicked: Result<(), _> = task.await;
    assert!(panicked.unwrap_err().is_panic());
}
