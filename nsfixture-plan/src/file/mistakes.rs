//! What has been found wrong with a file so far.

use std::fmt::Display;
use std::ops::Range;

use super::position::Lines;
use super::problems::{FileProblem, FileProblems};
use super::words;

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
        for error in errors {
            let span = error.span().unwrap_or_default();
            let found = text.get(span.clone()).unwrap_or_default();
            mistakes.found.push((span.start, words::syntax(error.message(), found)));
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
        let problem = |(at, message)| {
            let (line, column) = lines.position(at);
            FileProblem { line, column, message }
        };
        let problems: Vec<FileProblem> = self.found.into_iter().map(problem).collect();
        (!problems.is_empty()).then_some(FileProblems(problems))
    }
}
