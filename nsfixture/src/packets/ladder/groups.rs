//! Packets for several hosts: one row has all that receive them.

use std::collections::HashMap;
use std::time::Duration;

use crate::packets::{Fate, Record};

/// How far apart the receivers of one packet are at most. What comes later was sent again.
const AT_MOST: Duration = Duration::from_millis(100);

/// The rows of packets for groups.
#[derive(Default)]
pub(super) struct Groups<'r> {
    /// The last packet with these bytes.
    last: HashMap<&'r [u8], Last>,
    /// The number of receivers of rows that have several.
    receivers: HashMap<usize, usize>,
}

/// A packet for a group: the place of its row, when it arrived first, and the points that it has reached.
struct Last {
    place: usize,
    time: Duration,
    points: Vec<usize>,
}

impl<'r> Groups<'r> {
    /// Returns whether a packet has a row already. If it is for a group and has none, the next row, in this place, is its.
    pub(super) fn has(&mut self, record: &'r Record, next: usize) -> bool {
        // The bit for groups is the lowest one of a hardware address.
        let is_group = record.bytes.first().is_some_and(|byte| byte & 1 != 0);
        if !is_group || record.fate != Fate::Arrived {
            return false;
        }
        if let Some(Last { place, time, points }) = self.last.get_mut(&*record.bytes)
            && record.time.saturating_sub(*time) <= AT_MOST
            && !points.contains(&record.at)
        {
            points.push(record.at);
            self.receivers.insert(*place, points.len());
            return true;
        }
        let last = Last { place: next, time: record.time, points: vec![record.at] };
        self.last.insert(&record.bytes, last);
        false
    }

    /// Returns the number of receivers of the rows that have several, by their places.
    pub(super) fn receivers(self) -> HashMap<usize, usize> {
        self.receivers
    }
}
