//! The lengths of queues: times, sizes and numbers of packets.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use super::quantity::Units;
use super::time::{TIME, of_nanos};
use crate::impairment::Queue;

/// Units of sizes, in bytes. `kb` is decimal here, and binary in tc(8): `kib` is clear in both.
const SIZE: [(&str, u128); 5] =
    [("b", 1), ("kb", 1_000), ("kib", 1 << 10), ("mb", 1_000_000), ("mib", 1 << 20)];

const PACKETS: [(&str, u128); 2] = [("packet", 1), ("packets", 1)];

/// All of them, for the message about another.
const QUEUE: Units = Units {
    sizes: &[
        TIME[0], TIME[1], TIME[2], TIME[3], TIME[4], TIME[5], SIZE[0], SIZE[1], SIZE[2], SIZE[3],
        SIZE[4], PACKETS[0], PACKETS[1],
    ],
    examples: ["100ms", "50packets"],
    usual: "packets",
};

/// The largest queues: nobody waits longer for a packet, and an engine with more of them would need the
/// machine's memory.
const LONGEST: Duration = Duration::from_secs(60 * 60);
const LARGEST: u64 = 1 << 30;
const MOST: u32 = 1_000_000;

/// Parses the length of a queue, such as `"100ms"`, `"64kb"` or `"50packets"`; `None` is one of nothing.
///
/// # Errors
/// Returns a message about the text, as the value of `key`.
pub fn queue(key: &str, text: &str) -> Result<Option<Queue>, String> {
    let queue = QUEUE.parse(key, text)?;
    let too_large = |limit| format!("{key} {text:?} is too large: write at most {limit:?}");
    let is = |units: &[(&str, u128)]| units.iter().any(|(unit, _)| *unit == queue.unit);
    if is(&PACKETS) {
        if queue.decimals.bytes().any(|digit| digit != b'0') {
            return Err(format!("{key} {text:?} has a part of a packet: write a whole number"));
        }
        let packets = u32::try_from(queue.number).ok().filter(|packets| *packets <= MOST);
        let packets = packets.ok_or_else(|| too_large("1000000packets"))?;
        return Ok(NonZeroU32::new(packets).map(Queue::Packets));
    }
    if is(&SIZE) {
        let bytes = u64::try_from(queue.number).ok().filter(|bytes| *bytes <= LARGEST);
        let bytes = bytes.ok_or_else(|| too_large("1024mib"))?;
        return Ok(NonZeroU64::new(bytes).map(Queue::Bytes));
    }
    let time = of_nanos(queue.number).filter(|time| *time <= LONGEST);
    let time = time.ok_or_else(|| too_large("1h"))?;
    Ok((!time.is_zero()).then_some(Queue::Time(time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_queues() {
        let packets = |packets| NonZeroU32::new(packets).map(Queue::Packets);
        let bytes = |bytes| NonZeroU64::new(bytes).map(Queue::Bytes);
        for (text, expected) in [
            ("100ms", Some(Queue::Time(Duration::from_millis(100)))),
            ("1h", Some(Queue::Time(LONGEST))),
            ("1packet", packets(1)),
            ("50packets", packets(50)),
            ("1500b", bytes(1500)),
            ("64kb", bytes(64_000)),
            ("64kib", bytes(65_536)),
            ("1.5mb", bytes(1_500_000)),
            ("1mib", bytes(1_048_576)),
            ("0packets", None),
            ("0b", None),
            ("0ms", None),
        ] {
            assert_eq!(queue("queue", text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_other_queues() {
        for (text, expected) in [
            ("100", "`queue` needs a unit: write `queue = \"100packets\"`"),
            ("1.5packets", "queue \"1.5packets\" has a part of a packet: write a whole number"),
            (
                "1000001packets",
                "queue \"1000001packets\" is too large: write at most \"1000000packets\"",
            ),
            ("1025mib", "queue \"1025mib\" is too large: write at most \"1024mib\""),
            ("2h", "queue \"2h\" is too large: write at most \"1h\""),
            (
                "64KB",
                "invalid queue \"64KB\": write a number with a unit (`ns`, `us`, `ms`, `s`, `m`, `h`, \
                 `b`, `kb`, `kib`, `mb`, `mib`, `packet`, `packets`), such as \"100ms\" or \"50packets\"",
            ),
        ] {
            assert_eq!(queue("queue", text), Err(expected.to_owned()), "{text}");
        }
    }
}
