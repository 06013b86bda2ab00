//! Faults for some packets only, as asked for.

use crate::packet::{PacketView, Predicate};

/// Faults for the packets that match, and no others.
///
/// It is given to [`Faults::rule`](crate::Faults::rule) and to the same method of links and LANs. A rule has at least
/// one matcher, all of which have to hold, and at least one fault. [The guide](https://docs.rs/nsfixture) defines each
/// matcher, in its page on faults.
///
/// A direction can have several rules. Each acts on every packet that it matches, in the order in which they were
/// added, and in addition to the other faults of the direction.
///
/// ```
/// # extern crate nsfixture_plan as nsfixture;
/// use nsfixture::{Link, Rule, Topology};
///
/// // The first SYN is lost, and a tenth of what DNS sends.
/// let syn = Rule::new().protocol("tcp").flags("syn").drop([1]);
/// let dns = Rule::new().protocol("udp").port(53).loss("10%");
/// let topology = Topology::new().link(Link::new("a", "b").rule(syn).rule(dns));
/// # nsfixture::Plan::new(&topology)?;
/// # Ok::<(), nsfixture::Problems>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rule {
    pub(crate) host: Option<String>,
    pub(crate) protocol: Option<String>,
    pub(crate) port: Option<u32>,
    pub(crate) icmp: Option<String>,
    pub(crate) flags: Option<String>,
    pub(crate) longer_than: Option<u32>,
    pub(crate) shorter_than: Option<u32>,
    pub(crate) predicate: Option<Predicate>,
    pub(crate) loss: Option<String>,
    pub(crate) burst: Option<u32>,
    pub(crate) drop: Option<Vec<u64>>,
    pub(crate) drop_every: Option<u64>,
    pub(crate) duplicate: Option<String>,
    pub(crate) corrupt: Option<String>,
}

impl Rule {
    /// Creates a rule without matchers and faults, which is not valid yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Matches packets from and to a host of the topology: those whose source or destination is one of the addresses that the
    /// topology gives to it, link-local ones included. Of ARP, these are the addresses that it is about.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.host = Some(name.into());
        self
    }

    /// Matches packets of a protocol: `"tcp"`, `"udp"`, `"icmp"` (ICMPv6, too), `"igmp"`, `"sctp"`, `"ipv4"`, `"ipv6"` or
    /// `"arp"`.
    #[must_use]
    pub fn protocol(mut self, name: impl Into<String>) -> Self {
        self.protocol = Some(name.into());
        self
    }

    /// Matches TCP and UDP packets whose source or destination port this is.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port.into());
        self
    }

    /// Matches ICMP messages of a type, in both versions of IP: `"echo-request"`, `"echo-reply"`, `"unreachable"`, `"frag-needed"`,
    /// `"time-exceeded"`, `"parameter-problem"`, `"redirect"`, `"router-solicitation"`, `"router-advertisement"`,
    /// `"neighbor-solicitation"` or `"neighbor-advertisement"`.
    #[must_use]
    pub fn icmp(mut self, name: impl Into<String>) -> Self {
        self.icmp = Some(name.into());
        self
    }

    /// Matches TCP segments by their flags: `"syn"` (without ACK), `"syn-ack"`, `"ack"` (which only acknowledge), `"fin"`,
    /// `"rst"` or `"psh"`. The [`protocol`](Self::protocol) has to be `"tcp"`.
    #[must_use]
    pub fn flags(mut self, name: impl Into<String>) -> Self {
        self.flags = Some(name.into());
        self
    }

    /// Matches IP packets that are longer than this, in bytes, their headers included.
    #[must_use]
    pub fn longer_than(mut self, bytes: u32) -> Self {
        self.longer_than = Some(bytes);
        self
    }

    /// Matches IP packets that are shorter than this, in bytes, their headers included.
    #[must_use]
    pub fn shorter_than(mut self, bytes: u32) -> Self {
        self.shorter_than = Some(bytes);
        self
    }

    /// Matches the packets for which a closure returns true, of those that the other matchers let through. It can be set at run
    /// time only: a topology, which can be written to a file, cannot have it.
    ///
    /// The closure runs on the network's own thread, and all cables of the network wait for it. It must not call the
    /// network's handles, and must not own a `Net`. A panic in it is one that nobody has observed, which fails the
    /// test; the rule matches nothing from then on.
    ///
    /// Rules with a closure are equal if one is a clone of the other.
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::{Faults, Rule};
    ///
    /// // Requests with the opcode 2 (RFC 1350): TFTP's writes are lost.
    /// let writes = Rule::new().protocol("udp").port(69).matching(|packet| packet.payload().starts_with(&[0, 2]));
    /// let faults = Faults::new().rule(writes.loss("100%"));
    /// # let _ = faults;
    /// ```
    #[must_use]
    pub fn matching(
        mut self,
        matches: impl FnMut(&PacketView<'_>) -> bool + Send + 'static,
    ) -> Self {
        self.predicate = Some(Predicate::new(matches));
        self
    }

    /// Loses a share of the packets that match: `"1%"`, `"0.1%"`.
    #[must_use]
    pub fn loss(mut self, share: impl Into<String>) -> Self {
        self.loss = Some(share.into());
        self
    }

    /// Sets how many of the packets that match are lost one after the other, on average.
    #[must_use]
    pub fn burst(mut self, packets: u32) -> Self {
        self.burst = Some(packets);
        self
    }

    /// Loses the packets with these numbers, counted from 1 among those that match.
    #[must_use]
    pub fn drop(mut self, packets: impl IntoIterator<Item = u64>) -> Self {
        self.drop = Some(packets.into_iter().collect());
        self
    }

    /// Loses every packet whose number among those that match is a multiple of this one.
    #[must_use]
    pub fn drop_every(mut self, packets: u64) -> Self {
        self.drop_every = Some(packets);
        self
    }

    /// Delivers a share of the packets that match twice: `"1%"`.
    #[must_use]
    pub fn duplicate(mut self, share: impl Into<String>) -> Self {
        self.duplicate = Some(share.into());
        self
    }

    /// Flips one bit of a share of the packets that match, whose checksums stay as they were: `"0.1%"`.
    #[must_use]
    pub fn corrupt(mut self, share: impl Into<String>) -> Self {
        self.corrupt = Some(share.into());
        self
    }
}
