//! One byte there and back over TCP.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::linux::subject::Pair;

/// How long anything here may take before it counts as broken.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

/// The second host's address is the same whoever makes the pair.
const SERVER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2)), 7);

pub(crate) fn echo(pair: &impl Pair) -> io::Result<()> {
    let listener = pair.listen(SERVER)?;
    let mut client = pair.connect(SERVER)?;
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
