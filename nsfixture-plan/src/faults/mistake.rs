//! What can be wrong with faults, and its wording.

use std::fmt;

use super::rule_mistake::RuleMistake;
use crate::impairment::Ppm;
use crate::suggest::did_you_mean;
use crate::topology::{FLAP, MTU_MIN_IPV6, SegmentKind, path_mtu_out_of_range};

/// What is wrong with the value of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// A quantity that could not be read, with the parser's message.
    Quantity(String),
    TooLong {
        key: &'static str,
        text: String,
        longest: &'static str,
    },
    Word {
        key: &'static str,
        text: String,
        known: Vec<&'static str>,
    },
    DelayTwice,
    /// A trace that cannot be read, with the reason.
    Trace(String),
    RateTwice,
    /// A value that does nothing.
    Zero {
        key: &'static str,
    },
    NothingPasses {
        key: &'static str,
    },
    /// An outage without an end.
    NoLength {
        key: &'static str,
    },
    /// What lasts longer than its period.
    NeverEnds {
        key: &'static str,
        lasts: String,
        every: String,
    },
    NoPackets,
    PacketZero,
    PacketTwice {
        packet: u64,
    },
    /// A value that has no effect without another.
    Without {
        key: &'static str,
        needs: &'static str,
        form: &'static str,
    },
    JitterAboveDelay {
        jitter: String,
        delay: String,
    },
    BurstTooShort {
        burst: u32,
        most: Ppm,
        loss: Ppm,
    },
    /// Packets that are as large do not exist.
    AboveMtu {
        key: &'static str,
        bytes: u32,
        mtu: u32,
    },
    /// A link cannot have such a small MTU.
    PathMtu {
        mtu: u32,
        min: u32,
    },
    HoleAndPathMtu,
    /// A fault of a cable, asked for in one of its directions.
    OfWholeCable {
        key: &'static str,
    },
    UnknownSender {
        of: SegmentKind,
        host: String,
        meant: Option<String>,
    },
    SenderTwice {
        of: SegmentKind,
        host: String,
    },
    NothingFrom {
        host: String,
    },
    /// Something about a rule.
    Rule(RuleMistake),
}

impl From<RuleMistake> for Mistake {
    fn from(mistake: RuleMistake) -> Self {
        Self::Rule(mistake)
    }
}

/// A mistake, with the key and the number of the value that it is about.
pub(crate) type At = (&'static str, usize, Mistake);

impl Mistake {
    /// Returns true if this may be a mistake only because of a host that could not be read.
    pub(crate) fn depends_on_hosts(&self) -> bool {
        matches!(self, Self::Rule(RuleMistake::UnknownHost { .. }))
    }

    /// Returns true if this may be a mistake only because of a value that could not be read.
    pub(crate) fn depends_on_others(&self) -> bool {
        match self {
            Self::NoLength { .. }
            | Self::Without { .. }
            | Self::Zero { .. }
            | Self::JitterAboveDelay { .. }
            | Self::BurstTooShort { .. }
            | Self::AboveMtu { .. }
            | Self::PathMtu { min: MTU_MIN_IPV6, .. }
            | Self::UnknownSender { .. } => true,
            Self::Quantity(_)
            | Self::TooLong { .. }
            | Self::Word { .. }
            | Self::DelayTwice
            | Self::Trace(_)
            | Self::RateTwice
            | Self::NothingPasses { .. }
            | Self::NeverEnds { .. }
            | Self::NoPackets
            | Self::PacketZero
            | Self::PacketTwice { .. }
            | Self::PathMtu { .. }
            | Self::HoleAndPathMtu
            | Self::OfWholeCable { .. }
            | Self::SenderTwice { .. }
            | Self::NothingFrom { .. } => false,
            Self::Rule(mistake) => mistake.depends_on_others(),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quantity(message) | Self::Trace(message) => f.write_str(message),
            Self::TooLong { key, text, longest } => {
                write!(f, "{key} {text:?} is too long: write at most {longest:?}")
            }
            Self::Word { key, text, known } => {
                write!(f, "invalid {key} {text:?}: ")?;
                if let Some(meant) = did_you_mean(text, known.iter().copied()) {
                    return write!(f, "did you mean {meant:?}?");
                }
                let known: Vec<String> = known.iter().map(|word| format!("{word:?}")).collect();
                write!(f, "expected one of {}", known.join(", "))
            }
            Self::DelayTwice => {
                f.write_str("`rtt` and `delay` set the same delay: remove one of the two")
            }
            Self::RateTwice => f.write_str(
                "`rate` and `trace` both set when packets are sent: remove one of the two",
            ),
            Self::Zero { key } => write!(f, "`{key}` is zero and does nothing: remove it"),
            Self::NothingPasses { key } => write!(
                f,
                "nothing would pass with a `{key}` of zero: write `loss = \"100%\"` to lose all \
                 packets"
            ),
            Self::NoLength { key: FLAP } => f.write_str(
                "`flap` needs `lasts`: add `lasts = \"500ms\"`; `Cable::unplug` takes the carriers for good",
            ),
            Self::NoLength { key } => write!(
                f,
                "`{key}` needs `lasts`: add `lasts = \"500ms\"`; `loss = \"100%\"` loses all packets"
            ),
            Self::OfWholeCable { key } => write!(
                f,
                "`{key}` is a fault of the whole cable, not of packets from one host: write it outside of \
                 `from`"
            ),
            Self::NeverEnds { key, lasts, every } => write!(
                f,
                "{key}s of {lasts} every {every} never end: reduce `lasts`, or increase `every`"
            ),
            Self::NoPackets => f.write_str("`drop` without packets does nothing: remove it"),
            Self::PacketZero => {
                f.write_str("no packet 0: `drop` counts packets from 1, in the order of arrival")
            }
            Self::PacketTwice { packet } => write!(f, "duplicate packet {packet} in `drop`"),
            Self::Without { key, needs, form } => {
                write!(f, "`{key}` does nothing without `{needs}`: add `{form}`, or remove it")
            }
            Self::JitterAboveDelay { jitter, delay } => write!(
                f,
                "jitter {jitter} exceeds delay {delay}: a packet cannot arrive before it is sent; reduce \
                 the jitter, or increase the delay"
            ),
            Self::BurstTooShort { burst, most, loss } => write!(
                f,
                "bursts of {burst} can lose at most {most} of the packets, found {loss}: increase \
                 `burst`, or reduce `loss`"
            ),
            Self::PathMtu { mtu, min } => f.write_str(&path_mtu_out_of_range(mtu, *min)),
            Self::HoleAndPathMtu => f.write_str(
                "`blackhole_above` loses packets in silence, and `path_mtu` tells their senders: remove one of the \
                 two",
            ),
            Self::AboveMtu { key, bytes, mtu } => write!(
                f,
                "`{key} = {bytes}` does nothing with MTU {mtu}: reduce it, or increase `mtu`"
            ),
            Self::UnknownSender { of, host, meant: Some(meant) } => {
                write!(f, "no host named `{host}` on this {of}: did you mean `{meant}`?")
            }
            Self::UnknownSender { of, host, meant: None } => write!(
                f,
                "no host named `{host}` on this {of}: `from` names the host that sends the packets"
            ),
            Self::SenderTwice { of, host } => write!(
                f,
                "duplicate `from` for `{host}` on this {of}: write all its options in one"
            ),
            Self::Rule(mistake) => mistake.fmt(f),
            Self::NothingFrom { host } => write!(
                f,
                "nothing happens to the packets from `{host}`: add an option, such as `rate = \
                 \"10mbit\"`, or remove `from`"
            ),
        }
    }
}
