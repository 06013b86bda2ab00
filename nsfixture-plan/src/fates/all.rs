//! All fates of a network.

use std::fmt;

use super::decider::{Decider, RandomRule};
use super::fate::Fate;
use super::random::{Random, RandomSet};

/// What has happened to packets by chance in a network: which were lost, duplicated, corrupted or reordered, and how
/// each delay varied.
///
/// `Net::fates` of `nsfixture` returns them, and `Net::replay` has them happen again: what was lost is lost, and nothing
/// else, whatever the seed. `Display` writes them as text, from which they are parsed.
///
/// # The format
///
/// Text with one fate on each line. Its words are separated by spaces; empty lines and those that begin with `#` are
/// ignored.
///
/// ```text
/// nsfixture fates 1
/// seed 42
/// cable wire from a mtu 1500 draws loss corrupt
/// rule wire from a 2 draws loss matches udp, port 53
/// cable wire from b mtu 1500 draws
/// lost wire from a tcp 10.0.0.1 10.0.0.2:80 #1 client byte 17376 try 1
/// corrupted wire from a udp 10.0.0.1 10.0.0.2:53 #2 client datagram 7 bit 96 of 464
/// lost wire from a rule 2 udp 10.0.0.1 10.0.0.2:53 #2 client datagram 8
/// end 3
/// ```
///
/// - The first line has the version of the format. Other versions are refused.
/// - `seed` is that of the run.
/// - `cable` is a direction of a cable: the cable's name, the host that packets come `from`, or go `to` from a LAN's
///   switch, the MTU, and the faults that had effects by chance at some time: `loss`, `duplicate`, `corrupt`, `reorder`
///   and `jitter`.
/// - `rule` is a rule of a direction: its number among the rules of the direction, counted from 1, the faults that had
///   effects by chance at some time, and which packets match. Rules that decide nothing by chance have no line, but are
///   counted. A rule that was replaced at run time has a line with the same number.
/// - A fate is `lost`, `duplicated`, `corrupted`, `reordered` or `delayed`; `copy-corrupted` and `copy-reordered` are
///   about the second of two copies. It is followed by the direction, `rule` and its number if a rule has
///   decided it, the packet's flow, the flow's end that has sent it,
///   and its place in the flow.
/// - A flow is `tcp`, `udp`, `icmp`, `icmpv6` or another protocol of IP by its number, as `ip-132`, with the address of
///   the client, that of the server, with the port if there is one, and a number: the third one of the same client and
///   server is `#3`. The client is the end that was first to send; its port does not matter. `ethernet 0x0806 #1` are all
///   packets of this EtherType.
/// - The place is that of a byte in a TCP stream, counted from 0, and how many times it was sent, except for those that
///   got through; the number of an acknowledgement relative to the beginning of the stream, and how often it was repeated
///   before; or the number of a packet among those of its kind, counted from 1: `syn`, `syn-ack`, `fin`, `rst`,
///   `datagram` (UDP), `icmp-8` (ICMP messages of this type), `fragment` (of IP, except the first), or `packet`.
/// - `bit 96 of 464` is the bit that was flipped in a packet of 464 bits, without the Ethernet header.
/// - `draw 0x1f..` of a delay are the 64 random bits that it was computed from.
/// - `missing wire from a loss 12` tells that 12 more packets were lost than could be noted: at most 32,768 fates are
///   noted for each fault of each direction, and for each of a rule: `missing wire from a rule 2 loss 12`.
/// - `end` has the number of fates.
///
/// The same traffic is described in the same way in each run: the files of two runs can be compared by `diff`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fates {
    pub(super) seed: u64,
    pub(super) directions: Vec<DirectionFates>,
}

/// The fates of one direction of a cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectionFates {
    /// The name of the cable.
    pub cable: String,
    /// The host at its end.
    pub sender: Sender,
    /// The MTU of the cable, in bytes.
    pub mtu: u32,
    /// The faults that had effects by chance at some time.
    pub drawn: RandomSet,
    /// The rules that had effects by chance at some time.
    pub rules: Vec<RandomRule>,
    /// The fates, in the order in which they were decided.
    pub fates: Vec<Fate>,
    /// How many fates of each fault were not noted.
    pub missing: Vec<(Decider, Random, u64)>,
}

/// The host that stands for a direction of a cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// The host that packets come from.
    From(String),
    /// The host that packets go to, from the switch of a LAN.
    To(String),
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::From(host) => write!(f, "from {host}"),
            Self::To(host) => write!(f, "to {host}"),
        }
    }
}

impl Fates {
    /// Returns the fates of the directions of a network's cables.
    #[doc(hidden)]
    pub fn new(seed: u64, directions: Vec<DirectionFates>) -> Self {
        Self { seed, directions }
    }

    /// Returns the seed of the run.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the number of fates.
    pub fn len(&self) -> usize {
        self.directions.iter().map(|direction| direction.fates.len()).sum()
    }

    /// Returns true if nothing has happened by chance.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of fates that were not noted, because there were too many: at most 32,768 are, for each fault
    /// of each direction and of each rule.
    pub fn missing(&self) -> u64 {
        let all = self.directions.iter().flat_map(|direction| &direction.missing);
        all.map(|(.., count)| count).sum()
    }

    /// Returns the fates of each direction.
    #[doc(hidden)]
    pub fn directions(&self) -> &[DirectionFates] {
        &self.directions
    }
}
