//! What has been found wrong with a file so far.

use std::fmt::Display;
use std::ops::Range;

use super::position::Lines;
use super::problems::{FileProblem, FileProblems};
use super::words;
use crate::problem::in_one_line;

/// A part of the text, in bytes.
pub(super) type Span = Range<usize>;

/// Every mistake that was found, each with the byte where it is.
pub(super) struct Mistakes {
    found: Vec<(usize, String)>,
    /// Where the text is no TOML. What the parser made of it there is a guess.
    torn: Vec<Span>,
}

impl Mistakes {
    /// Those of the parser.
    pub(super) fn of_syntax(text: &str, errors: &[toml::de::Error]) -> Self {
        let mut mistakes = Self { found: Vec::new(), torn: Vec::new() };
        let swallows_from = swallows_from(errors);
        for error in errors {
            let span = error.span().unwrap_or_default();
            if span.start <= swallows_from || is_unclosed(error) {
                let found = text.get(span.clone()).unwrap_or_default();
                mistakes.found.push((span.start, words::syntax(error.message(), found)));
            }
            mistakes.torn.push(span);
        }
        mistakes
    }

    /// Adds one, unless it is about a guess.
    pub(super) fn at(&mut self, span: &Span, text: impl Display) {
        let touches = |torn: &Span| torn.start <= span.end && span.start <= torn.end;
        // What has no place in the text is something that the parser missed.
        let is_guess = self.is_torn() && span.is_empty() || self.torn.iter().any(touches);
        if !is_guess {
            self.found.push((span.start, text.to_string()));
        }
    }

    /// Whether the text is no TOML somewhere.
    pub(super) fn is_torn(&self) -> bool {
        !self.torn.is_empty()
    }

    /// How many there are so far.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// All of them, if there are any, in the order of the text.
    pub(super) fn into_problems(mut self, text: &str) -> Option<FileProblems> {
        self.found.sort_by_key(|&(at, _)| at);
        self.found.dedup();
        let lines = Lines::new(text);
        let problem = |(at, message): (usize, String)| {
            let (line, column) = lines.position(at);
            FileProblem { line, column, message: in_one_line(&message) }
        };
        let problems: Vec<FileProblem> = self.found.into_iter().map(problem).collect();
        (!problems.is_empty()).then_some(FileProblems(problems))
    }
}

/// Whether an array or a table in one line has no end.
fn is_unclosed(error: &toml::de::Error) -> bool {
    let message = error.message();
    message.starts_with("unclosed array,") || message.starts_with("unclosed inline table")
}

/// Where an array or a table without an end begins to swallow the lines after it: each of them is
/// one more mistake to the parser.
fn swallows_from(errors: &[toml::de::Error]) -> usize {
    if !errors.iter().any(is_unclosed) {
        return usize::MAX;
    }
    let is_in_list = |error: &&toml::de::Error| {
        ["in array", "array elements", "inline table", "key-value pairs"]
            .iter()
            .any(|words| error.message().contains(words))
    };
    let starts = errors.iter().filter(is_in_list).filter_map(toml::de::Error::span);
    starts.map(|span| span.start).min().unwrap_or(usize::MAX)
}
