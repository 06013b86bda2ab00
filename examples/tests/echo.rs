//! The same test twice: a host sends something to another, and receives it again.

use nsfixture::prelude::*;

mod sync {
    use super::*;
    use std::io::{self, Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    #[ns_test(link(client, server))]
    fn echo(server: Node) -> io::Result<()> {
        let listener = server.run(|| TcpListener::bind("server:7"))?;
        thread::spawn(move || listener.accept().map(|(s, _)| io::copy(&mut &s, &mut &s)));
        let mut stream = TcpStream::connect("server:7")?;
        stream.write_all(b"hello")?;
        let mut reply = [0; 5];
        stream.read_exact(&mut reply).map(|()| assert_eq!(&reply, b"hello"))
    }
}

mod asynchronous {
    use super::*;
    use tokio::io::{self, AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    #[ns_test(link(client, server))]
    async fn echo(server: Node) -> io::Result<()> {
        let listener = server.spawn(TcpListener::bind("server:7")).await??;
        server.spawn(async move {
            let (mut from, mut to) = listener.accept().await?.0.into_split();
            io::copy(&mut from, &mut to).await
        });
        let mut stream = TcpStream::connect("server:7").await?;
        stream.write_u8(42).await?;
        stream.read_u8().await.map(|reply| assert_eq!(reply, 42))
    }
}
