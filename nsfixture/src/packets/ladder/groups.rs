//! Packets for several hosts: one row has all that receive them.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::row::Row;
use crate::packets::{Fate, Record};

/// How far apart the receivers of one packet are at most. What comes later was sent again.
const AT_MOST: Duration = Duration::from_millis(100);

/// The rows of packets for groups.
#[derive(Default)]
pub(super) struct Groups<'r> {
    /// The last packet with these bytes: the place of its row, and the points that it has reached.
    last: HashMap<&'r [u8], (usize, Vec<usize>)>,
    /// The number of receivers of rows that have several.
    counts: HashMap<usize, usize>,
}

impl<'r> Groups<'r> {
    /// Returns whether a packet has a row already. If it is for a group and has none, the next row is its.
    pub(super) fn has(&mut self, record: &'r Record, first: Duration, rows: &[Row]) -> bool {
        // The bit for groups is the lowest one of a hardware address.
        let is_group = record.bytes.first().is_some_and(|byte| byte & 1 != 0);
        if !is_group || record.fate != Fate::Arrived {
            return false;
        }
        if let Some((place, points)) = self.last.get_mut(&*record.bytes)
            && let Some(row) = rows.get(*place)
            && record.time.saturating_sub(first + row.time) <= AT_MOST
            && !points.contains(&record.at)
        {
            points.push(record.at);
            self.counts.insert(*place, points.len());
            return true;
        }
        self.last.insert(&record.bytes, (rows.len(), vec![record.at]));
        false
    }

    /// Adds the number of receivers to the rows.
    pub(super) fn write_into(self, rows: &mut [Row]) {
        for (place, count) in self.counts {
            if let Some(row) = rows.get_mut(place) {
                let _infallible = write!(row.text, " (at {count} interfaces)");
            }
        }
    }
}
