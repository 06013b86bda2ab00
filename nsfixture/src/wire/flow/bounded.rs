//! A map that forgets its oldest entries.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use crate::wire::hash::BuildMixer;

/// The number of entries that are remembered.
const CAPACITY: usize = 65_536;

/// A map with at most 65,536 entries; the one inserted first makes room for another.
#[derive(Debug)]
pub(crate) struct Bounded<K, V> {
    entries: HashMap<K, V, BuildMixer>,
    order: VecDeque<K>,
}

impl<K, V> Default for Bounded<K, V> {
    fn default() -> Self {
        Self { entries: HashMap::default(), order: VecDeque::new() }
    }
}

impl<K: Hash + Eq + Copy, V> Bounded<K, V> {
    /// Returns the value of a key, a new one if it is not remembered.
    pub(crate) fn entry(&mut self, key: K, new: impl FnOnce() -> V) -> &mut V {
        if self.order.len() == CAPACITY && !self.entries.contains_key(&key) {
            self.order.pop_front().map(|oldest| self.entries.remove(&oldest));
        }
        match self.entries.entry(key) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                self.order.push_back(key);
                entry.insert(new())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten() {
        let mut map = Bounded::default();
        for key in 0..CAPACITY {
            map.entry(key, || key);
        }
        assert_eq!(*map.entry(0, || 1), 0);
        map.entry(CAPACITY, || 0);
        assert_eq!(*map.entry(0, || 1), 1);
        // That made room for itself.
        assert_eq!(*map.entry(1, || 2), 2);
        assert_eq!((map.entries.len(), map.order.len()), (CAPACITY, CAPACITY));
    }
}
