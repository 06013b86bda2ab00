//! What a cable does to the packets that cross it, as checked values.

use std::fmt;
use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use crate::matcher::Matcher;
use crate::schedule::Schedule;

/// What a cable does to the packets in one direction. The default does nothing to them.
///
/// The words are those of tc-netem(8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impairment {
    /// How long each packet takes.
    pub delay: Duration,
    /// How much the delay varies.
    pub jitter: Duration,
    /// How the delay varies.
    pub distribution: Distribution,
    /// The share of packets that are sent at once, ahead of those that are delayed.
    pub reorder: Ppm,
    /// The share of packets that are lost.
    pub loss: Ppm,
    /// The mean number of packets that are lost one after the other; if there is none, each packet is lost
    /// independently of the others.
    pub burst: Option<NonZeroU32>,
    /// The packets that are lost, counted from 1 in the order in which they arrive; in ascending order.
    pub drop: Vec<NonZeroU64>,
    /// If it is `n`, the packets `n`, `2n`, `3n`, ... are lost.
    pub drop_every: Option<NonZeroU64>,
    /// When all packets are lost.
    pub outage: Option<OutageTimes>,
    /// When both ends of the cable have no carrier.
    pub flap: Option<OutageTimes>,
    /// The length in bytes of the largest IP packets that are not lost; if there is none, no length is too large.
    pub blackhole_above: Option<NonZeroU32>,
    /// The length in bytes up to which IP packets are carried. Longer ones are fragmented, or lost and their senders
    /// told; if there is none, no length is too large.
    pub path_mtu: Option<NonZeroU32>,
    /// The share of packets that arrive twice.
    pub duplicate: Ppm,
    /// The share of packets in which one bit is flipped; their checksums stay as they were.
    pub corrupt: Ppm,
    /// The rate in bits per second, Ethernet headers included.
    pub rate: Option<NonZeroU64>,
    /// When packets are delivered, in place of a rate.
    pub trace: Option<Schedule>,
    /// How much waits for the rate; what exceeds it is lost.
    pub queue: Queue,
    /// How the queue is managed.
    pub aqm: Aqm,
    /// What happens to some packets in addition.
    pub rules: Vec<PacketRule>,
}

/// What happens to the packets that match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PacketRule {
    /// Which packets they are.
    pub matcher: Matcher,
    /// What happens to them: `loss`, `burst`, `drop`, `drop_every`, `duplicate` and `corrupt`, and nothing else.
    pub impairment: Impairment,
    /// The rule as it was asked for.
    pub text: String,
}

/// Writes what happens, in a few words: `20ms ± 5ms, 1% loss, 10mbit`; `no faults` if it is nothing.
impl fmt::Display for Impairment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.delay.is_zero() {
            parts.push(format!("{:?}", self.delay));
        }
        if !self.jitter.is_zero() {
            let delay = parts.pop().unwrap_or_else(|| "0ms".to_owned());
            let distribution = match self.distribution {
                Distribution::Uniform => "",
                Distribution::Normal => " (normal)",
                Distribution::Pareto => " (pareto)",
            };
            parts.push(format!("{delay} ± {:?}{distribution}", self.jitter));
        }
        let mut share = |share: Ppm, what: &str| {
            if share != Ppm::NONE {
                parts.push(format!("{share} {what}"));
            }
        };
        share(self.reorder, "reordered");
        match self.burst {
            None => share(self.loss, "loss"),
            Some(packets) => share(self.loss, &format!("loss in bursts of {packets}")),
        }
        share(self.duplicate, "duplicated");
        share(self.corrupt, "corrupted");
        match &self.drop[..] {
            [] => {}
            [packet] => parts.push(format!("packet {packet} lost")),
            packets => parts.push(format!("{} packets lost", packets.len())),
        }
        if let Some(every) = self.drop_every {
            parts.push(format!("1 in {every} lost"));
        }
        if let Some(outage) = self.outage {
            parts.push(outage.to_string());
        }
        if let Some(flap) = self.flap {
            parts.push(flap.described("flap"));
        }
        if let Some(bytes) = self.blackhole_above {
            parts.push(format!("black hole above {bytes} bytes"));
        }
        if let Some(bytes) = self.path_mtu {
            parts.push(format!("path MTU of {bytes}"));
        }
        if let Some(rate) = self.rate {
            parts.push(self::rate(rate.get()));
        }
        if let Some(trace) = &self.trace {
            parts.push(trace.to_string());
        }
        match self.queue {
            queue if queue == Queue::default() => {}
            Queue::Packets(packets) => parts.push(format!("queue of {packets} packets")),
            Queue::Bytes(bytes) => parts.push(format!("queue of {bytes} bytes")),
            Queue::Time(time) => parts.push(format!("queue of {time:?}")),
        }
        if self.aqm == Aqm::CoDel {
            parts.push("codel".to_owned());
        }
        for PacketRule { matcher, impairment, .. } in &self.rules {
            parts.push(format!("{impairment} of ({matcher})"));
        }
        if parts.is_empty() { f.write_str("no faults") } else { f.write_str(&parts.join(", ")) }
    }
}

/// Returns a rate in bits per second with the largest unit in which it is a whole number.
pub(crate) fn rate(rate: u64) -> String {
    let units = [("gbit", 1_000_000_000), ("mbit", 1_000_000), ("kbit", 1_000)];
    match units.into_iter().find(|(_, bits)| rate.is_multiple_of(*bits)) {
        Some((unit, bits)) => format!("{}{unit}", rate / bits),
        None => format!("{rate}bit"),
    }
}

/// A share of packets in parts per million, 0 to 1,000,000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ppm(u32);

impl Ppm {
    /// No packet.
    pub const NONE: Self = Self(0);

    /// All packets.
    pub const ALL: Self = Self(1_000_000);

    /// Returns the share, unless it is more than all.
    pub const fn new(ppm: u32) -> Option<Self> {
        if ppm <= Self::ALL.0 { Some(Self(ppm)) } else { None }
    }

    /// Returns the share in parts per million.
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Writes a percentage: `1%`, `0.05%`.
impl fmt::Display for Ppm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (percent, rest) = (self.0 / 10_000, self.0 % 10_000);
        let decimals = format!("{rest:04}");
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{percent}{point}{decimals}%")
    }
}

/// When all packets are lost, counted from when the impairment is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OutageTimes {
    /// When the first outage begins.
    pub after: Duration,
    /// How long each lasts.
    pub lasts: Duration,
    /// The time between the beginnings of two outages, longer than each lasts; there is one outage if there is none.
    pub every: Option<Duration>,
}

/// Writes the times in a few words: `outage of 500ms after 2s and every 5s from then on`.
impl fmt::Display for OutageTimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.described("outage"))
    }
}

impl OutageTimes {
    /// Returns the times in a few words, after what happens then.
    fn described(&self, what: &str) -> String {
        let Self { after, lasts, every } = self;
        let after_it = if after.is_zero() { String::new() } else { format!(" after {after:?}") };
        let again = match every {
            None => String::new(),
            Some(every) if after.is_zero() => format!(" every {every:?}"),
            Some(every) => format!(" and every {every:?} from then on"),
        };
        format!("{what} of {lasts:?}{after_it}{again}")
    }
}

/// How a delay varies by its jitter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Distribution {
    /// Evenly, up to the jitter in both directions.
    #[default]
    Uniform,
    /// By the normal distribution; the jitter is its standard deviation.
    Normal,
    /// By a Pareto distribution, whose long tail is later; the jitter is its standard deviation.
    Pareto,
}

/// The length of the queue in front of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// A number of packets.
    Packets(NonZeroU32),
    /// A number of bytes, Ethernet headers included.
    Bytes(NonZeroU64),
    /// What is sent within this time.
    Time(Duration),
}

impl Default for Queue {
    /// 1,000 packets, as for netem.
    fn default() -> Self {
        Self::Packets(NonZeroU32::new(1000).expect("not zero"))
    }
}

/// How a queue is managed (active queue management, RFC 7567).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Aqm {
    /// What does not fit is lost.
    #[default]
    DropTail,
    /// `CoDel` (RFC 8289), with a target of 5 ms and an interval of 100 ms. Packets that are capable of ECN
    /// are marked, others are lost.
    CoDel,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_as_percentages() {
        for (ppm, expected) in
            [(0, "0%"), (1, "0.0001%"), (500, "0.05%"), (10_000, "1%"), (333_300, "33.33%")]
        {
            assert_eq!(Ppm::new(ppm).expect("a share").to_string(), expected);
        }
        assert_eq!(Ppm::ALL.to_string(), "100%");
    }

    #[test]
    fn rates_are_written_as_whole_numbers() {
        for (bits, expected) in [
            (1, "1bit"),
            (1_500, "1500bit"),
            (1_500_000, "1500kbit"),
            (10_000_000, "10mbit"),
            (1_000_000_000, "1gbit"),
        ] {
            assert_eq!(rate(bits), expected);
        }
    }

    #[test]
    fn outages_are_written_in_a_few_words() {
        let [zero, half, five] = [0, 500, 5_000].map(Duration::from_millis);
        let check = |after, every, expected: &str| {
            assert_eq!(OutageTimes { after, lasts: half, every }.to_string(), expected);
        };
        check(zero, None, "outage of 500ms");
        check(five, None, "outage of 500ms after 5s");
        check(zero, Some(five), "outage of 500ms every 5s");
        check(half, Some(five), "outage of 500ms after 500ms and every 5s from then on");
    }

    #[test]
    fn impairments_are_written_in_a_few_words() {
        let none = Impairment::default();
        assert_eq!(none.to_string(), "no faults");
        let some = Impairment {
            delay: Duration::from_millis(20),
            jitter: Duration::from_micros(2_500),
            distribution: Distribution::Pareto,
            loss: Ppm(10_000),
            burst: NonZeroU32::new(5),
            drop: vec![NonZeroU64::MIN],
            blackhole_above: NonZeroU32::new(1280),
            path_mtu: NonZeroU32::new(1400),
            queue: Queue::Time(Duration::from_millis(100)),
            ..none
        };
        assert_eq!(
            some.to_string(),
            "20ms ± 2.5ms (pareto), 1% loss in bursts of 5, packet 1 lost, black hole above 1280 bytes, \
             path MTU of 1400, queue of 100ms"
        );
    }
}
