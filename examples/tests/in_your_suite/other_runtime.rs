//! Another runtime than tokio: a plain body starts it, and its threads are in the body's network.

use nsfixture::prelude::*;
use smol::io::{AsyncReadExt as _, AsyncWriteExt as _};
use smol::net::{TcpListener, TcpStream};

#[ns_test(link(client, server))]
fn smol_in_both(server: Node) {
    let listener = server.run(|| smol::block_on(TcpListener::bind("server:7"))).unwrap();
    smol::block_on(async {
        let accept =
            smol::spawn(async move { listener.accept().await?.0.write_all(b"hello").await });
        let mut reply = [0; 5];
        TcpStream::connect("server:7").await?.read_exact(&mut reply).await?;
        assert_eq!(&reply, b"hello");
        accept.await
    })
    .unwrap();
}
