//! The expressions that a rule consists of (`linux/netfilter/nf_tables.h`).

use super::attributes::{attributes, nested, text, u32_of, u64_of};
use crate::host_state::{Counted, Verdict};

/// A part of a rule, as far as it matters.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expression<'a> {
    /// Loads what is known of a packet (`NFT_META_*`).
    Meta(u32),
    /// Loads bytes of a packet.
    Payload(Field),
    /// Loads the state of its connection.
    ConnectionState,
    /// Keeps some bits of what was loaded.
    Mask(&'a [u8]),
    /// Compares what was loaded (`NFT_CMP_*`).
    Compare(u32, &'a [u8]),
    Counter(Counted),
    Verdict(Verdict),
    Jump(String),
    /// Ends a rule in which packets go on, or has no effect on whether they do.
    Neutral,
    /// Anything else, which may be a condition.
    Other,
}

/// Bytes of a packet: the header (`NFT_PAYLOAD_*`), the offset in it, and the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) header: u32,
    pub(super) offset: u32,
    pub(super) length: u32,
}

/// Attributes that several expressions have: `NFTA_LIST_ELEM`, `NFTA_EXPR_NAME`, `NFTA_EXPR_DATA`, `NFTA_DATA_VALUE`.
const ELEMENT: u16 = 1;
const NAME: u16 = 1;
const DATA: u16 = 2;
const VALUE: u16 = 1;

/// Reads the expressions of a rule (`NFTA_RULE_EXPRESSIONS`).
pub(super) fn expressions(list: &[u8]) -> impl Iterator<Item = Expression<'_>> {
    attributes(list).filter(|(kind, _)| *kind == ELEMENT).map(|(_, each)| {
        let name = text(each, NAME).unwrap_or_default();
        expression(&name, nested(each, DATA).unwrap_or_default()).unwrap_or(Expression::Other)
    })
}

fn expression<'a>(name: &str, data: &'a [u8]) -> Option<Expression<'a>> {
    let number = |kind| u32_of(data, kind);
    Some(match name {
        // With a destination; without one it changes the packet.
        "meta" => number(1).and(number(2)).map(Expression::Meta)?,
        "payload" => {
            number(1)?;
            Expression::Payload(Field {
                header: number(2)?,
                offset: number(3)?,
                length: number(4)?,
            })
        }
        // `NFT_CT_STATE`
        "ct" => {
            number(1).and(number(2)).filter(|key| *key == 0).map(|_| Expression::ConnectionState)?
        }
        "bitwise" => Expression::Mask(masked(data)?),
        "cmp" => Expression::Compare(number(2)?, nested(nested(data, 3)?, VALUE)?),
        "counter" => Expression::Counter(counter(data)?),
        "immediate" => immediate(data)?,
        // `NFTA_LOOKUP_DREG`: the verdict.
        "lookup" if number(3) == Some(0) => Expression::Verdict(Verdict::Map),
        "reject" => Expression::Verdict(Verdict::Reject),
        "queue" => Expression::Verdict(Verdict::Queue),
        "nat" => Expression::Verdict(Verdict::Nat(if number(1)? == 0 { "snat" } else { "dnat" })),
        "masq" => Expression::Verdict(Verdict::Nat("masquerade")),
        "redir" => Expression::Verdict(Verdict::Nat("redirect")),
        "target" => target(&text(data, 1)?)?,
        "log" | "notrack" => Expression::Neutral,
        _ => return None,
    })
}

/// Targets of iptables.
fn target(name: &str) -> Option<Expression<'static>> {
    Some(Expression::Verdict(match name {
        "REJECT" => Verdict::Reject,
        "NFQUEUE" => Verdict::Queue,
        "SNAT" => Verdict::Nat("snat"),
        "DNAT" => Verdict::Nat("dnat"),
        "MASQUERADE" => Verdict::Nat("masquerade"),
        "REDIRECT" => Verdict::Nat("redirect"),
        "LOG" | "NFLOG" => return Some(Expression::Neutral),
        _ => return None,
    }))
}

/// Reads the attributes of a counter (`NFTA_COUNTER_BYTES`, `NFTA_COUNTER_PACKETS`).
pub(super) fn counter(data: &[u8]) -> Option<Counted> {
    Some(Counted { packets: u64_of(data, 2)?, bytes: u64_of(data, 1)? })
}

/// Returns the mask of an expression that does nothing else: no bit is flipped (`NFTA_BITWISE_XOR`).
fn masked(data: &[u8]) -> Option<&[u8]> {
    let flipped = nested(nested(data, 5)?, VALUE)?;
    let mask = nested(nested(data, 4)?, VALUE)?;
    flipped.iter().all(|byte| *byte == 0).then_some(mask)
}

/// A verdict, or a value for an expression that follows.
fn immediate(data: &[u8]) -> Option<Expression<'_>> {
    const DROP: i32 = 0;
    const QUEUE: i32 = 3;
    const JUMP: i32 = -3;
    const GOTO: i32 = -4;
    if u32_of(data, 1)? != 0 {
        return Some(Expression::Neutral);
    }
    // `NFTA_DATA_VERDICT`, and in it `NFTA_VERDICT_CODE` and `NFTA_VERDICT_CHAIN`.
    let verdict = nested(nested(data, 2)?, 2)?;
    Some(match u32_of(verdict, 1)?.cast_signed() {
        DROP => Expression::Verdict(Verdict::Drop),
        JUMP | GOTO => Expression::Jump(text(verdict, 2)?),
        // The upper half is the number of the queue.
        code if code & 0xff == QUEUE && code > 0 => Expression::Verdict(Verdict::Queue),
        _ => Expression::Neutral,
    })
}
