//! The parts of lines.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

use super::all::Sender;
use super::decider::Decider;
use super::error::FatesError;
use super::fate::FateKind;
use super::line::Line;
use super::place::{FlowEnds, FlowName, PacketKind, PacketPlace, protocol};
use super::random::{Random, RandomSet};

/// Reads the name of a cable and one of its directions.
pub(super) fn direction(line: &mut Line<'_>) -> Result<(String, Sender), FatesError> {
    let cable = line.word("the name of a cable")?.to_owned();
    let is_from = line.parsed("`from` or `to`", |word| match word {
        "from" => Some(true),
        "to" => Some(false),
        _ => None,
    })?;
    let host = line.word("the name of a host")?.to_owned();
    Ok((cable, if is_from { Sender::From(host) } else { Sender::To(host) }))
}

/// Reads the rule that has decided, if one has.
pub(super) fn decider(line: &mut Line<'_>) -> Result<Decider, FatesError> {
    if line.has("rule") { rule_number(line).map(Decider::Rule) } else { Ok(Decider::Direction) }
}

/// Reads the number of a rule.
pub(super) fn rule_number(line: &mut Line<'_>) -> Result<NonZeroU32, FatesError> {
    line.value("the number of a rule, from 1 on")
}

/// Reads the faults that draw, up to a word that ends them, or the end of the line.
pub(super) fn drawn(line: &mut Line<'_>, end: Option<&str>) -> Result<RandomSet, FatesError> {
    let mut drawn = RandomSet::default();
    loop {
        let word = line.next();
        if word == end {
            return Ok(drawn);
        }
        let known: Vec<&str> = Random::ALL.iter().map(|fault| fault.key()).collect();
        let known = format!("one of {}", known.join(", "));
        drawn.insert(line.found(&known, word, Random::of_key)?);
    }
}

/// Reads a flow.
pub(super) fn flow(line: &mut Line<'_>) -> Result<FlowName, FatesError> {
    enum Protocol {
        Ip(u8),
        Ethernet,
    }
    let kind = line.parsed("a protocol, such as `tcp`", |word| match word {
        "ethernet" => Some(Protocol::Ethernet),
        word => protocol(word).map(Protocol::Ip),
    })?;
    let ends = match kind {
        Protocol::Ethernet => {
            FlowEnds::Ethernet(line.parsed("an EtherType, such as `0x0806`", |word| {
                u16::from_str_radix(word.strip_prefix("0x")?, 16).ok()
            })?)
        }
        Protocol::Ip(protocol) => {
            let client: IpAddr = line.value("the address of the client")?;
            let (server, port) = line.parsed("the address of the server", server)?;
            if client.is_ipv4() != server.is_ipv4() {
                let message = format!("{client} and {server} are of different families");
                return Err(line.error(message));
            }
            FlowEnds::Ip { protocol, client, server, port }
        }
    };
    let number = line.parsed("the number of the flow, such as `#1`", |word| {
        word.strip_prefix('#')?.parse().ok()
    })?;
    Ok(FlowName { ends, number })
}

fn server(word: &str) -> Option<(IpAddr, u16)> {
    let with_port = || word.parse::<SocketAddr>().ok().map(|addr| (addr.ip(), addr.port()));
    word.parse().ok().map(|addr| (addr, 0)).or_else(with_port)
}

/// Reads the end of a flow, and returns true for the client.
pub(super) fn is_from_client(line: &mut Line<'_>) -> Result<bool, FatesError> {
    line.parsed("`client` or `server`", |word| match word {
        "client" => Some(true),
        "server" => Some(false),
        _ => None,
    })
}

/// Reads a place in a flow.
pub(super) fn place(line: &mut Line<'_>) -> Result<PacketPlace, FatesError> {
    let word = line.word("a place, such as `datagram 1`")?;
    match word {
        "byte" => {
            let at = line.value("the position of a byte")?;
            line.literal("try")?;
            Ok(PacketPlace::Byte { at, attempt: line.value("a number")? })
        }
        "ack" => {
            let number = line.value("the number of a byte")?;
            line.literal("repeat")?;
            Ok(PacketPlace::Acknowledgement { number, repeated: line.value("a number")? })
        }
        word => {
            let unknown = || {
                line.error(format!(
                    "expected a place, such as `byte 1448 try 1` or `datagram 1`, found {word:?}"
                ))
            };
            let kind = PacketKind::of_name(word).ok_or_else(unknown)?;
            let number = line.parsed("the number of a packet, from 1 on", |word| {
                word.parse().ok().filter(|&number| number > 0)
            })?;
            Ok(PacketPlace::Packet { kind, number })
        }
    }
}

/// The names of fates.
pub(super) const KINDS: [FateKind; 7] = [
    FateKind::Lost,
    FateKind::Duplicated,
    FateKind::Corrupted { bit: 0, of: 1, is_copy: false },
    FateKind::Corrupted { bit: 0, of: 1, is_copy: true },
    FateKind::Reordered { is_copy: false },
    FateKind::Reordered { is_copy: true },
    FateKind::Delayed(0),
];

/// Reads what there is to say of a fate of this kind.
pub(super) fn details(kind: FateKind, line: &mut Line<'_>) -> Result<FateKind, FatesError> {
    match kind {
        FateKind::Lost | FateKind::Duplicated | FateKind::Reordered { .. } => Ok(kind),
        FateKind::Corrupted { is_copy, .. } => {
            line.literal("bit")?;
            let bit = line.value("the number of a bit")?;
            line.literal("of")?;
            let of = line.value("a number of bits")?;
            if bit >= of {
                return Err(line.error(format!("no bit {bit} in a packet of {of} bits")));
            }
            Ok(FateKind::Corrupted { bit, of, is_copy })
        }
        FateKind::Delayed(_) => {
            line.literal("draw")?;
            let hex = |word: &str| u64::from_str_radix(word.strip_prefix("0x")?, 16).ok();
            Ok(FateKind::Delayed(line.parsed("64 bits, such as `0x1f`", hex)?))
        }
    }
}
