//! Packets whose delay is passing.

use std::collections::VecDeque;

use super::item::Item;
use crate::wire::time::Time;

/// Packets in the order in which they leave.
#[derive(Debug, Default)]
pub(crate) struct Line {
    items: VecDeque<(Time, Item)>,
    last: Time,
}

impl Line {
    /// Adds packets that are to leave at some time, or later if those before them do.
    pub(crate) fn push(&mut self, due: Time, item: Item) {
        self.last = self.last.max(due);
        self.items.push_back((self.last, item));
    }

    /// Returns the next packets that leave until `now`; those of one frame that follow each other leave together.
    pub(crate) fn pop(&mut self, now: Time) -> Option<Item> {
        let mut item = self.pop_one(now)?;
        while let Some(next) = self.pop_one(now) {
            if let Some(other) = item.join(next) {
                self.items.push_front((now, other));
                break;
            }
        }
        Some(item)
    }

    fn pop_one(&mut self, now: Time) -> Option<Item> {
        if self.due()? > now {
            return None;
        }
        self.items.pop_front().map(|(_, item)| item)
    }

    /// Returns when the next packets leave.
    pub(crate) fn due(&self) -> Option<Time> {
        self.items.front().map(|(due, _)| *due)
    }
}
