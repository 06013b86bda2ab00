//! The cables that are compared.

use std::fmt;
use std::io;
use std::net::UdpSocket;

use nsfixture::{Link, Net, Node, Topology};

/// A cable between the hosts `a` and `b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cable {
    /// A veth pair.
    Plain,
    /// One that can be impaired, and is not.
    Faults,
    Loss01,
    Loss1,
    Delay,
}

impl Cable {
    pub(crate) const ALL: [Self; 5] =
        [Self::Plain, Self::Faults, Self::Loss01, Self::Loss1, Self::Delay];

    pub(crate) fn link(self, a: &str, b: &str) -> Link {
        let link = Link::new(a, b);
        match self {
            Self::Plain => link,
            Self::Faults => link.faults(),
            Self::Loss01 => link.loss("0.1%"),
            Self::Loss1 => link.loss("1%"),
            Self::Delay => link.delay("10ms").rate("1gbit").queue("50ms"),
        }
    }

    pub(crate) fn topology(self) -> Topology {
        Topology::new().link(self.link("a", "b")).seed(1)
    }

    /// Creates a network of two hosts.
    pub(crate) fn pair(self) -> io::Result<(Net, Node, Node)> {
        let net = Net::up(&self.topology()).map_err(io::Error::other)?;
        let (a, b) = (net.node("a"), net.node("b"));
        Ok((net, a, b))
    }

    /// Creates a network of two hosts, a socket in `a` that is connected to `b`, and one in `b`.
    pub(crate) fn sockets(self) -> io::Result<(Net, UdpSocket, UdpSocket)> {
        let (net, a, b) = self.pair()?;
        let server = b.run(|| UdpSocket::bind("10.0.0.2:7"))?;
        let client = a.run(|| UdpSocket::bind("0.0.0.0:0"))?;
        client.connect("10.0.0.2:7")?;
        Ok((net, client, server))
    }
}

impl fmt::Display for Cable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Plain => "plain",
            Self::Faults => "faults, none set",
            Self::Loss01 => "loss 0.1 %",
            Self::Loss1 => "loss 1 %",
            Self::Delay => "delay 10 ms, rate 1 Gbit/s",
        })
    }
}
