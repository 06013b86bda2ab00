//! The last lines of a service.

use std::collections::VecDeque;

use crate::service_output::OutputLine;

/// How much is kept, in bytes.
const KEPT: usize = 1024 * 1024;

/// What a line takes in addition to its text.
const LINE: usize = 32;

/// The last lines of a service, and how much came before.
#[derive(Default)]
pub(super) struct Record {
    lines: VecDeque<OutputLine>,
    /// The size of the lines.
    size: usize,
    /// The number of lines, and of their bytes, that were not kept.
    cut_lines: u64,
    cut_bytes: u64,
}

impl Record {
    /// Adds a line, and numbers it. The oldest ones go where there is no room.
    pub(super) fn add(&mut self, line: OutputLine) -> &OutputLine {
        let line = OutputLine { number: self.count(), ..line };
        self.size += LINE + line.bytes.len();
        while self.size > KEPT
            && let Some(oldest) = self.lines.pop_front()
        {
            self.size -= LINE + oldest.bytes.len();
            self.cut_lines += 1;
            self.cut_bytes += oldest.bytes.len() as u64;
        }
        self.lines.push_back(line);
        self.lines.back().expect("it has just been added")
    }

    /// Returns the first line with a string among those from a number on.
    pub(super) fn find(&self, text: &str, from: u64) -> Option<&OutputLine> {
        let skipped = from.saturating_sub(self.cut_lines);
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        self.lines.iter().skip(skipped).find(|line| line.text().contains(text))
    }

    /// Returns the number of all lines.
    pub(super) fn count(&self) -> u64 {
        self.cut_lines + self.lines.len() as u64
    }

    /// Returns the lines that are kept.
    pub(super) fn lines(&self) -> impl DoubleEndedIterator<Item = &OutputLine> + ExactSizeIterator {
        self.lines.iter()
    }

    /// Returns the number of bytes that were not kept.
    pub(super) fn cut_bytes(&self) -> u64 {
        self.cut_bytes
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn line(text: &str) -> OutputLine {
        OutputLine { number: 0, time: Instant::now(), is_stderr: false, bytes: text.into() }
    }

    #[test]
    fn the_oldest_lines_go() {
        let mut record = Record::default();
        let long = "x".repeat(1000);
        for nth in 0..2000 {
            record.add(line(&format!("{nth} {long}")));
        }
        assert_eq!(record.count(), 2000);
        let kept = record.lines().len();
        let (first, last) = (record.lines().next(), record.lines().next_back());
        assert_eq!(last.map(|line| line.number), Some(1999));
        assert!((KEPT / 2000..=KEPT / 1000).contains(&kept), "{kept}");
        assert!(first.is_some_and(|line| line.text().starts_with(&format!("{} ", 2000 - kept))));
        let cut = (0..2000 - kept).map(|nth| nth.to_string().len() as u64 + 1001).sum::<u64>();
        assert_eq!(record.cut_bytes(), cut);
    }

    #[test]
    fn empty_lines_take_room_too() {
        let mut record = Record::default();
        for _ in 0..100_000 {
            record.add(line(""));
        }
        assert_eq!((record.count(), record.lines().len()), (100_000, KEPT / LINE));
    }

    #[test]
    fn a_line_is_found_from_a_number_on() {
        let mut record = Record::default();
        for text in ["ready 1", "no", "ready 2"] {
            record.add(line(text));
        }
        let find = |from| record.find("ready", from).map(|line| (line.to_string(), line.number));
        assert_eq!(find(0), Some(("ready 1".to_owned(), 0)));
        assert_eq!(find(1), Some(("ready 2".to_owned(), 2)));
        assert_eq!(find(3), None);
        assert_eq!(find(u64::MAX), None);
    }
}
