//! The floor as a subject.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};

use crate::linux::echo::LIMIT;
use crate::linux::floor;
use crate::linux::subject::{Down, Hosts, Pair, Pairs};

pub(crate) struct Raw;

impl Hosts for Raw {
    type Host = floor::Host;

    fn host(&self) -> io::Result<floor::Host> {
        floor::Host::lone()
    }
}

impl Pairs for Raw {
    type Pair = floor::Pair;

    fn pair(&self) -> io::Result<floor::Pair> {
        floor::Pair::up()
    }
}

impl Down for floor::Host {
    fn down(self) -> io::Result<()> {
        self.end()
    }
}

impl Down for floor::Pair {
    fn down(self) -> io::Result<()> {
        self.end()
    }
}

impl Pair for floor::Pair {
    fn listen(&self, at: SocketAddr) -> io::Result<TcpListener> {
        self.b.run(move || TcpListener::bind(at))
    }

    fn connect(&self, to: SocketAddr) -> io::Result<TcpStream> {
        self.a.run(move || TcpStream::connect_timeout(&to, LIMIT))
    }
}
