//! Mistakes of a file's syntax, and the parts of the text that the parser could not read.

use std::ops::Range;

use super::position::Lines;
use super::problems::{FileProblem, FileProblems};
use crate::describe::messages;
use crate::problem::in_one_line;

/// A part of the text, in bytes.
pub(super) type Span = Range<usize>;

/// The parser's report.
pub(super) struct Syntax {
    mistakes: Vec<(Span, String)>,
    /// The parts that are not TOML. The parser's values for them are guesses.
    unparsable: Vec<Span>,
}

impl Syntax {
    pub(super) fn new(text: &str, errors: &[toml::de::Error]) -> Self {
        let mut syntax = Self { mistakes: Vec::new(), unparsable: Vec::new() };
        let unclosed_from = unclosed_from(errors);
        for error in errors {
            let span = error.span().unwrap_or_default();
            if span.start <= unclosed_from || is_unclosed(error) {
                let found = text.get(span.clone()).unwrap_or_default();
                syntax.mistakes.push((span.clone(), message(error.message(), found)));
            }
            syntax.unparsable.push(span);
        }
        syntax
    }

    /// Returns true if all of the text is TOML.
    pub(super) fn is_right(&self) -> bool {
        self.unparsable.is_empty()
    }

    /// Returns the mistakes of the syntax and those of the content, except those about guesses, in
    /// the order of the text; `None` if there are none.
    pub(super) fn problems(
        mut self,
        text: &str,
        content: Vec<(Span, String)>,
    ) -> Option<FileProblems> {
        let content: Vec<_> =
            content.into_iter().filter(|(span, _)| !self.is_guess(span)).collect();
        self.mistakes.extend(content);
        self.mistakes.sort_by_key(|(span, _)| span.start);
        self.mistakes.dedup_by(|(a, a_text), (b, b_text)| a.start == b.start && a_text == b_text);
        let lines = Lines::new(text);
        let problem = |(span, message): (Span, String)| {
            let (line, column) = lines.position(span.start);
            FileProblem { line, column, message: in_one_line(&message) }
        };
        let problems: Vec<FileProblem> = self.mistakes.into_iter().map(problem).collect();
        (!problems.is_empty()).then_some(FileProblems(problems))
    }

    fn is_guess(&self, span: &Span) -> bool {
        let touches = |part: &Span| part.start <= span.end && span.start <= part.end;
        // Something without a place in the text is missing because of the syntax.
        !self.is_right() && (span.is_empty() || self.unparsable.iter().any(touches))
    }
}

/// Returns the parser's message about the part `found` of the text, in our words where it is about
/// more than syntax.
fn message(message: &str, found: &str) -> String {
    let is_unquoted = message.starts_with("string values must be quoted");
    match (message, found) {
        ("duplicate key", "lan" | "link" | "fault") => {
            format!("duplicate key `{found}`: write `[[{found}]]` for each")
        }
        ("duplicate key", _) => messages::duplicate_key(found),
        (_, "") if is_unquoted => "expected a value".to_owned(),
        _ if is_unquoted => format!("strings must be quoted: write `\"{found}\"`"),
        _ => message.to_owned(),
    }
}

/// Returns true for an array or an inline table without an end.
fn is_unclosed(error: &toml::de::Error) -> bool {
    let message = error.message();
    message.starts_with("unclosed array,") || message.starts_with("unclosed inline table")
}

/// Returns the start of the lines that the parser treats as part of an unclosed array or table: it
/// reports a mistake for each of them.
fn unclosed_from(errors: &[toml::de::Error]) -> usize {
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
