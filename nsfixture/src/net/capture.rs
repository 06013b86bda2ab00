//! The packets that the hosts of a network receive.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use nsfixture_plan::{PacketView, Rule};

use super::handle::Net;
use crate::error::{Error, Kind};
use crate::kernel::capture::Position;
use crate::packets::{Fate, Record};
use crate::state::Network;
use crate::wire;

impl Net {
    /// Records packets from now on: those that the hosts receive, and those that faults of cables take.
    ///
    /// Each packet is recorded once for every interface that it arrives at: one that a router passes on at the router and
    /// at its destination, a broadcast in a LAN at every host. The packets of a host to itself are not recorded.
    ///
    /// The first 256 bytes of each packet are kept, or all of them in a test with `capture = "full"`.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the kernel refuses packet sockets.
    ///
    /// ```
    /// use std::net::TcpListener;
    ///
    /// use nsfixture::{Net, Topology};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # if nsfixture::unavailable().is_some() { return Ok(()) }
    /// let net = Net::up(&Topology::new().link(("client", "server")))?;
    /// # if net.capture().is_err() { return Ok(net.down()?) }
    /// let listener = net.node("server").run(|| TcpListener::bind("[::]:80"))?;
    /// let capture = net.capture()?;
    /// let stream = net.node("client").run(|| std::net::TcpStream::connect("server:80"))?;
    ///
    /// // The kernel has three packets for that.
    /// let tcp = |packet: &nsfixture::CapturedPacket| packet.view().protocol() == Some(6);
    /// let handshake: Vec<_> = capture.packets()?.into_iter().filter(tcp).collect();
    /// let receivers: Vec<&str> = handshake.iter().map(|packet| packet.to()).collect();
    /// assert_eq!(receivers, ["server", "client", "server"]);
    /// # drop((stream, listener));
    /// # Ok(net.down()?)
    /// # }
    /// ```
    pub fn capture(&self) -> Result<Capture, Error> {
        let from = self.network().record()?;
        Ok(Capture { network: Arc::clone(self.network()), from })
    }
}

/// A recording of packets, from [`Net::capture`].
///
/// It does not keep the network up; what was recorded stays when the network goes down.
#[derive(Clone)]
pub struct Capture {
    network: Arc<Network>,
    /// The position of the first packet.
    from: Position,
}

impl Capture {
    /// Returns the packets that have arrived since the recording began, in the order of their arrival, those that were lost
    /// included.
    ///
    /// A packet that a host has sent may be on its way still. So wait for what it causes first, such as an answer.
    ///
    /// # Errors
    /// Returns an error if some are missing: as many as fit into 2 MiB of memory are kept, thousands at least (64 MiB
    /// with `capture = "full"`), and a burst may be more than the kernel keeps until it is read.
    pub fn packets(&self) -> Result<Vec<CapturedPacket>, Error> {
        let recorded = self.network.recorded(self.from);
        let missing = recorded.gone + recorded.missed;
        if missing > 0 {
            let text = format!(
                "{missing} packets are not in the record: {} had to make room for later ones, {} were more than the \
                 kernel keeps until they are read",
                recorded.gone, recorded.missed
            );
            return Err(Kind::Overload(text).into());
        }
        let points = self.network.points();
        let name = |at: usize| Arc::clone(&points[at].host);
        let sender = |mac: Option<[u8; 6]>| points.iter().find(|point| Some(point.mac) == mac);
        let packets = recorded.records.into_iter().map(|record| CapturedPacket {
            from: sender(record.sender()).map(|point| Arc::clone(&point.host)),
            to: name(record.at),
            record,
        });
        Ok(packets.collect())
    }

    /// Returns those of the [`packets`](Self::packets) that a rule matches. It needs no fault, and those that it has do not
    /// matter.
    ///
    /// # Errors
    /// Returns the same errors as [`packets`](Self::packets), and an error if the rule is invalid: if it matches nothing,
    /// or names a host that the network does not have.
    ///
    /// ```
    /// use std::net::{SocketAddr, TcpStream};
    /// use std::time::Duration;
    ///
    /// use nsfixture::{Rule, prelude::*};
    ///
    /// #[ns_test(link(client, server, rule(protocol = "tcp", loss = "100%")))]
    /// fn tries_again_after_a_second(server: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     let capture = net.capture()?;
    ///     let server = SocketAddr::from((server.ipv4(), 80));
    ///     TcpStream::connect_timeout(&server, Duration::from_millis(1500)).unwrap_err();
    ///
    ///     let syn = Rule::new().protocol("tcp").port(80).flags("syn");
    ///     let [first, second] = &capture.packets_matching(&syn)?[..] else { panic!("not two SYNs") };
    ///     assert!(second.since(first) >= Duration::from_millis(900));
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn packets_matching(&self, rule: &Rule) -> Result<Vec<CapturedPacket>, Error> {
        let matcher = self.network.plan.matcher(rule).map_err(Kind::Matcher)?;
        let mut packets = self.packets()?;
        packets.retain(|packet| wire::fits(&matcher, &packet.view()));
        Ok(packets)
    }
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture").finish_non_exhaustive()
    }
}

/// A packet that was recorded, from [`Capture::packets`].
///
/// What the sender's kernel has left to the network card is one packet here, as it is for the kernel: TCP segments that were
/// sent together ([`count`](Self::count)).
#[derive(Clone)]
pub struct CapturedPacket {
    record: Record,
    from: Option<Arc<str>>,
    to: Arc<str>,
}

impl CapturedPacket {
    /// Returns when it arrived, or was lost, by the clock of this machine.
    #[must_use]
    pub fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.record.time
    }

    /// Returns how long after another packet it arrived; zero if it did not.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Duration {
        self.record.time.saturating_sub(earlier.record.time)
    }

    /// Returns the host, or the router, whose interface has sent it; `None` for an unknown hardware address.
    #[must_use]
    pub fn from(&self) -> Option<&str> {
        self.from.as_deref()
    }

    /// Returns the host that has received it, or would have. For a packet that was lost on its way to the switch of a LAN
    /// it is the name of the LAN.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// Returns true if a fault of its cable has taken it.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.record.fate, Fate::Lost(_))
    }

    /// Returns the number of packets that it is on the wire.
    #[must_use]
    pub fn count(&self) -> usize {
        self.record.wire_packets()
    }

    /// Returns the bytes that were recorded, from the Ethernet header on: not all of them, unless everything is recorded.
    /// The checksum of TCP or UDP may not have been filled in.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.record.bytes
    }

    /// Returns the length, from the Ethernet header on.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "it has a header")]
    pub fn len(&self) -> usize {
        self.record.len
    }

    /// Returns what its headers say. The payload is as much of it as was recorded.
    #[must_use]
    pub fn view(&self) -> PacketView<'_> {
        self.record.view()
    }
}

impl fmt::Debug for CapturedPacket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, record } = self;
        let view = record.view();
        let parts = view.parts();
        f.debug_struct("CapturedPacket")
            .field("from", from)
            .field("to", to)
            .field("len", &record.len)
            .field("fate", &record.fate)
            .field("addrs", &parts.addrs)
            .field("protocol", &parts.protocol)
            .field("ports", &parts.ports)
            .field("flags", &parts.flags)
            .finish_non_exhaustive()
    }
}
