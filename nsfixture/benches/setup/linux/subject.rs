//! What the ways of making a network have in common.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};

/// Makes hosts that are alone.
pub(crate) trait Hosts {
    type Host: Down;

    fn host(&self) -> io::Result<Self::Host>;
}

/// Makes two hosts and a cable between them, usable from the first packet on.
pub(crate) trait Pairs {
    type Pair: Pair;

    fn pair(&self) -> io::Result<Self::Pair>;
}

pub(crate) trait Down {
    fn down(self) -> io::Result<()>;
}

pub(crate) trait Pair: Down {
    /// Listens in the second host.
    fn listen(&self, at: SocketAddr) -> io::Result<TcpListener>;

    /// Connects from the first host.
    fn connect(&self, to: SocketAddr) -> io::Result<TcpStream>;
}
