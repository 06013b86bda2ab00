//! One byte there and back over TCP.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::linux::subject::Pair;

/// How long anything here may take before it counts as broken.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

pub(crate) fn echo(pair: &impl Pair) -> io::Result<()> {
    let server = pair.server();
    let listener = pair.listen(server)?;
    let mut client = pair.connect(server)?;
    // The sockets stay in their namespaces, so one thread can play both parts from here on.
    let (mut server, _) = listener.accept()?;
    for stream in [&client, &server] {
        stream.set_read_timeout(Some(LIMIT))?;
    }
    let mut byte = [0];
    client.write_all(b"?")?;
    server.read_exact(&mut byte)?;
    server.write_all(&byte)?;
    client.read_exact(&mut byte)
}
