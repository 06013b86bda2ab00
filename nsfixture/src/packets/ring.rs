//! The last packets.

use std::collections::VecDeque;

use super::record::Record;

/// The last packets that have been recorded, as many as fit.
#[derive(Debug)]
pub(crate) struct Ring {
    records: VecDeque<Record>,
    /// The memory that they take, in bytes, and the most that they may.
    size: usize,
    max: usize,
    /// The number of those that had to go.
    gone: u64,
}

impl Ring {
    /// Returns an empty ring that takes up to `max` bytes of memory.
    pub(crate) fn new(max: usize) -> Self {
        Self { records: VecDeque::new(), size: 0, max, gone: 0 }
    }

    /// Adds a packet, in place of the first ones if there is no room.
    pub(crate) fn push(&mut self, record: Record) {
        self.size += size_of_record(&record);
        self.records.push_back(record);
        while self.size > self.max
            && let Some(first) = self.records.pop_front()
        {
            self.size -= size_of_record(&first);
            self.gone += 1;
        }
    }

    /// Returns the number of packets that have been added so far: the position of the next one.
    pub(crate) fn end(&self) -> u64 {
        self.gone + self.records.len() as u64
    }

    /// Returns the packets from a position on, and the number of those that had to go.
    pub(crate) fn since(&self, position: u64) -> (Vec<Record>, u64) {
        let skipped = position.saturating_sub(self.gone) as usize;
        let records = self.records.iter().skip(skipped).cloned().collect();
        (records, self.gone.saturating_sub(position))
    }
}

fn size_of_record(record: &Record) -> usize {
    size_of::<Record>() + record.bytes.len()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::packets::record::Fate;
    use crate::wire::Offload;

    fn record(at: usize) -> Record {
        let bytes = Box::from([0; 100]);
        let (offload, fate) = (Offload::default(), Fate::Arrived);
        Record { time: Duration::ZERO, at, bytes, len: 100, offload, fate }
    }

    #[test]
    fn keeps_the_last_packets() {
        let mut ring = Ring::new(3 * size_of_record(&record(0)));
        let found = |ring: &Ring, position| {
            let (records, gone) = ring.since(position);
            (records.iter().map(|record| record.at).collect::<Vec<_>>(), gone)
        };
        assert_eq!(found(&ring, 0), (vec![], 0));
        for at in 0..5 {
            assert_eq!(ring.end(), at as u64);
            ring.push(record(at));
        }
        assert_eq!(found(&ring, 0), (vec![2, 3, 4], 2));
        assert_eq!(found(&ring, 1), (vec![2, 3, 4], 1));
        assert_eq!(found(&ring, 3), (vec![3, 4], 0));
        assert_eq!(found(&ring, 5), (vec![], 0));
    }

    #[test]
    fn a_packet_that_is_too_large_leaves_nothing() {
        let mut ring = Ring::new(10);
        ring.push(record(0));
        assert_eq!(ring.since(0).0.len(), 0);
        assert_eq!(ring.end(), 1);
    }
}
