//! The cables that are compared.

use std::fmt;
use std::io;
use std::net::UdpSocket;
use std::time::Duration;

use nsfixture::{Link, Net, Node, Topology};

use super::netem::Netem;

/// A cable between the hosts `a` and `b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cable {
    /// A veth pair.
    Plain,
    /// A plain one whose packets are recorded, as in a test: their first bytes.
    Recorded,
    /// One that can be impaired, and is not.
    Faults,
    /// The same, with packets that are recorded.
    FaultsRecorded,
    Loss01,
    Loss1,
    Delay,
    /// Plain ones, with netem at both ends.
    Netem,
    NetemLoss1,
    NetemDelay,
}

impl Cable {
    const ALL: [Self; 10] = [
        Self::Plain,
        Self::Recorded,
        Self::Faults,
        Self::FaultsRecorded,
        Self::Loss01,
        Self::Loss1,
        Self::Delay,
        Self::Netem,
        Self::NetemLoss1,
        Self::NetemDelay,
    ];

    /// Returns all that this kernel has.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = Self::ALL.to_vec();
        if let Err(error) = Self::Netem.pair() {
            println!("not measured: netem: {error}");
            all.retain(|cable| !cable.has_netem());
        }
        all
    }

    pub(crate) fn link(self, a: &str, b: &str) -> Link {
        let link = Link::new(a, b);
        match self {
            Self::Plain | Self::Recorded | Self::Netem | Self::NetemLoss1 | Self::NetemDelay => {
                link
            }
            Self::Faults | Self::FaultsRecorded => link.faults(),
            Self::Loss01 => link.loss("0.1%"),
            Self::Loss1 => link.loss("1%"),
            Self::Delay => link.delay("10ms").rate("1gbit").queue("50ms"),
        }
    }

    /// Returns what a test records of it, if tests with it are measured.
    pub(crate) fn capture(self) -> Option<&'static str> {
        match self {
            Self::Plain | Self::Faults => Some("off"),
            Self::Recorded | Self::FaultsRecorded => Some("headers"),
            _ => None,
        }
    }

    /// Returns true if its packets are recorded, which begins after the set-up of a network that is no test's.
    pub(crate) fn is_recorded(self) -> bool {
        self.capture() == Some("headers")
    }

    /// Returns true for a plain cable with netem, which is no part of the set-up.
    pub(crate) fn has_netem(self) -> bool {
        self.netem().is_some()
    }

    fn netem(self) -> Option<Netem> {
        // The default of tc(8).
        let none = Netem { limit: 1000, ..Netem::default() };
        match self {
            Self::Netem => Some(none),
            Self::NetemLoss1 => Some(Netem { loss: 0.01, ..none }),
            // As much as the queue of the other cable has.
            Self::NetemDelay => Some(Netem {
                delay: Duration::from_millis(10),
                rate: Some(125_000_000),
                limit: 5000,
                ..none
            }),
            _ => None,
        }
    }

    pub(crate) fn topology(self) -> Topology {
        Topology::new().link(self.link("a", "b")).seed(1)
    }

    /// Creates a network of two hosts.
    pub(crate) fn pair(self) -> io::Result<(Net, Node, Node)> {
        let net = Net::up(&self.topology()).map_err(io::Error::other)?;
        let (a, b) = (net.node("a"), net.node("b"));
        if let Some(netem) = self.netem() {
            netem.add(&a)?;
            netem.add(&b)?;
        }
        if self.is_recorded() {
            // It goes on until the network goes down.
            drop(net.capture().map_err(io::Error::other)?);
        }
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
            Self::Recorded => "plain, recorded",
            Self::Faults => "faults, none set",
            Self::FaultsRecorded => "faults, none set, recorded",
            Self::Loss01 => "loss 0.1 %",
            Self::Loss1 => "loss 1 %",
            Self::Delay => "delay 10 ms, rate 1 Gbit/s",
            Self::Netem => "netem, nothing set",
            Self::NetemLoss1 => "netem, loss 1 %",
            Self::NetemDelay => "netem, delay 10 ms, 1 Gbit/s",
        })
    }
}
