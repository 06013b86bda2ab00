//! What is known of a service: what it has printed, who looks for a line, and how it has ended.

use std::collections::HashMap;
use std::process::ExitStatus;
use std::time::Instant;

use nix::errno::Errno;

use super::lines::Splitter;
use super::record::Record;
use crate::service_output::{OutputLine, ServiceOutput};

#[derive(Default)]
pub(super) struct State {
    record: Record,
    splitters: [Splitter; 2],
    pub(super) is_closed: [bool; 2],
    /// For each string, the number of the line after the last one that was taken for it.
    taken: HashMap<String, u64>,
    searches: Vec<Sought>,
    last_search: u64,
    exit: Option<Exit>,
    /// True if it was still running when its network went down.
    pub(super) was_killed: bool,
}

/// How and when a service has exited.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exit {
    /// An error if somebody else has waited for it.
    pub(crate) status: Result<ExitStatus, Errno>,
    pub(crate) at: Instant,
}

/// What a search is for. The thread that reads looks for it: a line may be gone when another thread comes to it.
struct Sought {
    id: u64,
    text: String,
    found: Option<OutputLine>,
}

impl State {
    /// Adds what has been read of a stream; nothing means that it has been closed.
    pub(super) fn add(&mut self, stream: usize, bytes: &[u8]) {
        let mut lines = Vec::new();
        self.splitters[stream].feed(bytes, |line| lines.push(line));
        self.add_lines(stream, lines);
        if bytes.is_empty() {
            self.is_closed[stream] = true;
            self.end_line(stream);
        }
    }

    /// Records the exit. What was printed last is a line now: a stream may stay open, because a process that was
    /// started at the same time has it until it has become its own program.
    pub(super) fn end(&mut self, exit: Exit) {
        self.exit = Some(exit);
        for stream in 0..self.splitters.len() {
            self.end_line(stream);
        }
    }

    fn end_line(&mut self, stream: usize) {
        let part = self.splitters[stream].finish();
        self.add_lines(stream, part);
    }

    fn add_lines(&mut self, stream: usize, lines: impl IntoIterator<Item = Vec<u8>>) {
        let (time, is_stderr) = (Instant::now(), stream == 1);
        for bytes in lines {
            self.add_line(OutputLine { number: 0, time, is_stderr, bytes });
        }
    }

    fn add_line(&mut self, line: OutputLine) {
        let line = self.record.add(line);
        for sought in self.searches.iter_mut().filter(|sought| sought.found.is_none()) {
            if line.text().contains(&sought.text) {
                sought.found = Some(line.clone());
            }
        }
    }

    pub(super) fn exit(&self) -> Option<Exit> {
        self.exit
    }

    /// Begins to look for the next line with a string, after those that were taken for it, and returns a number.
    pub(super) fn begin_search(&mut self, text: &str) -> u64 {
        let from = self.taken.get(text).copied().unwrap_or(0);
        let found = self.record.find(text, from).cloned();
        self.last_search += 1;
        let id = self.last_search;
        self.searches.push(Sought { id, text: text.to_owned(), found });
        id
    }

    pub(super) fn found(&self, search: u64) -> Option<&OutputLine> {
        self.searches.iter().find(|sought| sought.id == search)?.found.as_ref()
    }

    pub(super) fn end_search(&mut self, search: u64) {
        self.searches.retain(|sought| sought.id != search);
    }

    /// Takes a line for a string, and all that come before it.
    pub(super) fn take(&mut self, text: String, line: &OutputLine) {
        let next = self.taken.entry(text).or_default();
        *next = (line.number + 1).max(*next);
    }

    pub(super) fn has_taken(&self, text: &str) -> bool {
        self.taken.contains_key(text)
    }

    pub(super) fn output(&self) -> ServiceOutput {
        let lines = self.record.lines().cloned().chain(self.parts()).collect();
        ServiceOutput { lines, cut: self.record.cut_bytes() }
    }

    /// Returns the last lines, at most this number, and the number of all.
    pub(super) fn last_lines(&self, most: usize) -> (Vec<OutputLine>, u64) {
        let parts: Vec<OutputLine> = self.parts().collect();
        let count = self.record.count() + parts.len() as u64;
        let before = most.saturating_sub(parts.len());
        let skipped = self.record.lines().len().saturating_sub(before);
        (self.record.lines().skip(skipped).cloned().chain(parts).collect(), count)
    }

    /// Returns what was printed since the last ends of lines.
    fn parts(&self) -> impl Iterator<Item = OutputLine> {
        let parts = self.splitters.iter().enumerate();
        parts.filter_map(|(stream, splitter)| {
            let (number, time) = (self.record.count(), Instant::now());
            let bytes = splitter.part()?.to_vec();
            Some(OutputLine { number, time, is_stderr: stream == 1, bytes })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[OutputLine]) -> Vec<String> {
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_search_finds_lines_before_and_after_it() {
        let mut state = State::default();
        state.add(0, b"ready 1\n");
        let (first, second) = (state.begin_search("ready"), state.begin_search("never"));
        let found = state.found(first).cloned().expect("it was there");
        assert_eq!((found.to_string(), found.number), ("ready 1".to_owned(), 0));
        // Another one finds it, too, until it is taken.
        let other = state.begin_search("ready");
        assert_eq!(state.found(other), Some(&found));
        assert!(!state.has_taken("ready"));
        state.take("ready".to_owned(), &found);
        let next = state.begin_search("ready");
        assert_eq!(state.found(next), None);
        state.add(1, b"no\nready 2\nready 3\n");
        assert_eq!(state.found(next).map(ToString::to_string).as_deref(), Some("ready 2"));
        // Even when the line is no longer kept.
        state.add(0, &b"x\n".repeat(100_000));
        assert_eq!(state.found(next).map(ToString::to_string).as_deref(), Some("ready 2"));
        assert_eq!(state.found(second), None);
        for search in [first, second, other, next] {
            state.end_search(search);
        }
        assert!(state.searches.is_empty());
    }

    #[test]
    fn what_has_no_end_is_shown_as_a_line() {
        let mut state = State::default();
        state.add(0, b"one\ntwo\nthr");
        state.add(1, b"four");
        assert_eq!(texts(&state.output().lines), ["one", "two", "thr", "four"]);
        let (last, count) = state.last_lines(3);
        assert_eq!((texts(&last), count), (vec!["two".into(), "thr".into(), "four".into()], 4));
        let search = state.begin_search("thr");
        assert_eq!(state.found(search), None);
        state.add(0, b"");
        assert_eq!(state.is_closed, [true, false]);
        assert_eq!(state.found(search).map(|line| line.is_stderr), Some(false));
        assert_eq!(texts(&state.output().lines), ["one", "two", "thr", "four"]);
        let search = state.begin_search("four");
        state.end(Exit { status: Err(Errno::ECHILD), at: Instant::now() });
        assert_eq!(state.found(search).map(|line| line.is_stderr), Some(true));
    }
}
