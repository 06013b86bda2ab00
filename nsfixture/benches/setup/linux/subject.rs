//! What the ways of making a network have in common.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};

use crate::linux::view::View;

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

/// Creates this number of hosts, all on one LAN.
pub(crate) trait Stars {
    type Star: Star;

    fn star(&self, hosts: usize) -> io::Result<Self::Star>;
}

pub(crate) trait Down {
    fn down(self) -> io::Result<()>;
}

pub(crate) trait Pair: Down {
    /// Where the last host can be reached; in a pair that is the same for every subject.
    fn server(&self) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2)), 7)
    }

    /// Listens in the last host.
    fn listen(&self, at: SocketAddr) -> io::Result<TcpListener>;

    /// Connects from the first host.
    fn connect(&self, to: SocketAddr) -> io::Result<TcpStream>;
}

pub(crate) trait Star: Pair {
    /// What the last host sees.
    fn view(&self) -> io::Result<View>;
}
