//! The library as a subject.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};

use nsfixture::{Net, Topology};

use crate::linux::echo::LIMIT;
use crate::linux::subject::{Down, Hosts, Pair, Pairs};

pub(crate) struct Ours;

impl Hosts for Ours {
    type Host = Net;

    fn host(&self) -> io::Result<Net> {
        Net::up(&Topology::new().host("a")).map_err(io::Error::other)
    }
}

impl Pairs for Ours {
    type Pair = Net;

    fn pair(&self) -> io::Result<Net> {
        Net::up(&Topology::new().link(("a", "b"))).map_err(io::Error::other)
    }
}

impl Down for Net {
    fn down(self) -> io::Result<()> {
        Self::down(self).map_err(io::Error::other)
    }
}

impl Pair for Net {
    fn listen(&self, at: SocketAddr) -> io::Result<TcpListener> {
        self.node("b").run(|| TcpListener::bind(at))
    }

    fn connect(&self, to: SocketAddr) -> io::Result<TcpStream> {
        self.node("a").run(|| TcpStream::connect_timeout(&to, LIMIT))
    }
}
