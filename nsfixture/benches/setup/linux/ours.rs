//! The library as a subject.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};

use nsfixture::{Net, Node, Topology};

use crate::linux::echo::LIMIT;
use crate::linux::subject::{Down, Hosts, Pair, Pairs, Star, Stars};
use crate::linux::view::View;

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

/// A network with its first and its last host.
pub(crate) struct OurStar {
    net: Net,
    ends: [Node; 2],
}

impl Stars for Ours {
    type Star = OurStar;

    fn star(&self, hosts: usize) -> io::Result<OurStar> {
        let names: Vec<String> = (0..hosts).map(|nth| format!("h{nth}")).collect();
        let ends = [names[0].clone(), names[hosts - 1].clone()];
        let net = Net::up(&Topology::new().lan(names)).map_err(io::Error::other)?;
        let ends = ends.map(|name| net.node(&name));
        Ok(OurStar { net, ends })
    }
}

impl Down for OurStar {
    fn down(self) -> io::Result<()> {
        self.net.down().map_err(io::Error::other)
    }
}

impl Pair for OurStar {
    fn server(&self) -> SocketAddr {
        SocketAddr::new(self.ends[1].ipv4().into(), 7)
    }

    fn listen(&self, at: SocketAddr) -> io::Result<TcpListener> {
        self.ends[1].run(|| TcpListener::bind(at))
    }

    fn connect(&self, to: SocketAddr) -> io::Result<TcpStream> {
        self.ends[0].run(|| TcpStream::connect_timeout(&to, LIMIT))
    }
}

impl Star for OurStar {
    fn view(&self) -> io::Result<View> {
        self.ends[1].run(View::here)
    }
}
