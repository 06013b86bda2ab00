//! The words of a line.

use std::str::{FromStr, SplitAsciiWhitespace};

use super::error::FatesError;

/// A line of the text that is being read.
pub(super) struct Line<'t> {
    number: usize,
    words: SplitAsciiWhitespace<'t>,
}

impl<'t> Line<'t> {
    pub(super) fn new(number: usize, text: &'t str) -> Self {
        Self { number, words: text.split_ascii_whitespace() }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> FatesError {
        FatesError { line: self.number, message: message.into() }
    }

    fn expected<T>(&self, what: &str, found: Option<&str>) -> Result<T, FatesError> {
        let found = found.map_or("the end of the line".to_owned(), |word| format!("{word:?}"));
        Err(self.error(format!("expected {what}, found {found}")))
    }

    pub(super) fn next(&mut self) -> Option<&'t str> {
        self.words.next()
    }

    /// Returns the next word, whatever it is.
    pub(super) fn word(&mut self, what: &str) -> Result<&'t str, FatesError> {
        self.next().map_or_else(|| self.expected(what, None), Ok)
    }

    /// Reads a word that must be this one.
    pub(super) fn literal(&mut self, word: &str) -> Result<(), FatesError> {
        match self.next() {
            Some(found) if found == word => Ok(()),
            found => self.expected(&format!("`{word}`"), found),
        }
    }

    /// Reads a word if it is this one, and returns true if it was.
    pub(super) fn has(&mut self, word: &str) -> bool {
        let mut ahead = self.words.clone();
        let has = ahead.next() == Some(word);
        if has {
            self.words = ahead;
        }
        has
    }

    /// Returns the words that are left, one at least.
    pub(super) fn rest(mut self, what: &str) -> Result<String, FatesError> {
        let mut rest = self.word(what)?.to_owned();
        for word in self.words {
            rest.push(' ');
            rest.push_str(word);
        }
        Ok(rest)
    }

    /// Reads a word as a value.
    pub(super) fn value<T: FromStr>(&mut self, what: &str) -> Result<T, FatesError> {
        self.parsed(what, |word| word.parse().ok())
    }

    /// Reads a word as what a parser makes of it.
    pub(super) fn parsed<T>(
        &mut self,
        what: &str,
        parse: impl FnOnce(&'t str) -> Option<T>,
    ) -> Result<T, FatesError> {
        let word = self.next();
        self.found(what, word, parse)
    }

    /// Returns what a parser makes of a word that was read.
    pub(super) fn found<T>(
        &self,
        what: &str,
        word: Option<&'t str>,
        parse: impl FnOnce(&'t str) -> Option<T>,
    ) -> Result<T, FatesError> {
        word.and_then(parse).map_or_else(|| self.expected(what, word), Ok)
    }

    /// Ends the line.
    pub(super) fn end(mut self) -> Result<(), FatesError> {
        match self.next() {
            None => Ok(()),
            found => self.expected("the end of the line", found),
        }
    }
}
