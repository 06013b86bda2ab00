//! Which questions for hardware addresses have an answer.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use crate::packets::decode::{Decoded, Resolution};
use crate::packets::{Fate, Record};

/// When each address was last answered for.
pub(super) struct Answers(HashMap<IpAddr, Duration>);

impl Answers {
    /// Finds the answers among packets that have arrived.
    pub(super) fn of<'r>(packets: impl Iterator<Item = (&'r Record, &'r Decoded)>) -> Self {
        let mut last = HashMap::new();
        for (record, decoded) in packets {
            if let (Fate::Arrived, Some(Resolution::Tells(addr))) =
                (record.fate, decoded.resolution)
            {
                let time = last.entry(addr).or_insert(record.time);
                *time = record.time.max(*time);
            }
        }
        Self(last)
    }

    /// Returns whether a packet asks for an address that nobody has answered for since. An answer to an earlier question is none to
    /// this one.
    pub(super) fn are_missing(&self, record: &Record, decoded: &Decoded) -> bool {
        match decoded.resolution {
            Some(Resolution::Asks(addr)) => {
                self.0.get(&addr).is_none_or(|last| *last < record.time)
            }
            _ => false,
        }
    }
}
