//! The floor as a subject.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};

use crate::linux::echo::LIMIT;
use crate::linux::floor;
use crate::linux::subject::{Down, Hosts, Pair, Pairs, Star, Stars};
use crate::linux::view::View;

pub(crate) struct Raw;

impl Hosts for Raw {
    type Host = floor::Host;

    fn host(&self) -> io::Result<floor::Host> {
        floor::Host::single()
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

impl Stars for Raw {
    type Star = floor::Star;

    fn star(&self, hosts: usize) -> io::Result<floor::Star> {
        floor::Star::up(hosts)
    }
}

impl Down for floor::Star {
    fn down(self) -> io::Result<()> {
        self.end();
        Ok(())
    }
}

impl Pair for floor::Star {
    fn server(&self) -> SocketAddr {
        SocketAddr::new(self.last_address().into(), 7)
    }

    fn listen(&self, at: SocketAddr) -> io::Result<TcpListener> {
        self.run_in_last(move || TcpListener::bind(at))
    }

    fn connect(&self, to: SocketAddr) -> io::Result<TcpStream> {
        self.run_in_first(move || TcpStream::connect_timeout(&to, LIMIT))
    }
}

impl Star for floor::Star {
    fn view(&self) -> io::Result<View> {
        self.run_in_last(View::here)
    }
}
