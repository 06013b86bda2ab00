//! The attributes around ours, read from the source: the compiler shows a macro only those that have
//! not been expanded yet.
//!
//! A `#[test]` above ours is gone when ours is expanded, and has registered the test already. An
//! `#[rstest]` above passes on each case without its `#[case]` attributes.

use std::fs;

use proc_macro::Span;

/// The paths of the attributes above and below ours, from the top down. They are empty if the source
/// cannot be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SurroundingAttrs {
    pub(crate) above: Vec<String>,
    pub(crate) below: Vec<String>,
}

impl SurroundingAttrs {
    /// Reads the attributes around the one at `span`.
    pub(crate) fn at(span: Span) -> Self {
        let text = span.local_file().and_then(|path| fs::read_to_string(path).ok());
        let text = text.unwrap_or_default();
        let found = offset(&text, span.line(), span.column());
        found.and_then(|place| Self::of(&text, place)).unwrap_or_default()
    }

    /// Returns true if one of these is above ours, by the last segment of its path.
    pub(crate) fn has_above(&self, names: &[&str]) -> bool {
        let last =
            |path: &String| path.rsplit("::").next().is_some_and(|last| names.contains(&last));
        self.above.iter().any(last)
    }

    /// Finds the attributes around the one that starts at `place`, or in whose `cfg_attr` `place` is.
    fn of(text: &str, place: usize) -> Option<Self> {
        let begin = starts(text, place + 2).find(|&begin| end(text, begin) > Some(place))?;
        let mut above = Vec::new();
        let mut first = begin;
        while let Some(begin) = before(text, first) {
            above.push(path(&text[begin..]));
            first = begin;
        }
        above.reverse();
        let mut below = Vec::new();
        let mut last = end(text, begin)?;
        while let Some(end) = after(text, last) {
            let begin = last + blank(&text[last..]);
            below.push(path(&text[begin..]));
            last = end;
        }
        Some(Self { above, below })
    }
}

/// Returns the offset of a line and a column, both counted from 1, columns in characters.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let line = text.split_inclusive('\n').nth(line.checked_sub(1)?)?;
    let (within, _) = line.char_indices().nth(column.checked_sub(1)?)?;
    // Both are parts of the same text.
    Some(line.as_ptr() as usize - text.as_ptr() as usize + within)
}

/// Returns the offsets before `limit` at which attributes may start, the last one first.
fn starts(text: &str, limit: usize) -> impl Iterator<Item = usize> {
    text.get(..limit).unwrap_or(text).rmatch_indices("#[").map(|(begin, _)| begin)
}

/// Returns the start of the attribute that ends right before `place`.
fn before(text: &str, place: usize) -> Option<usize> {
    let place = without_comments(&text[..place]);
    text[..place].ends_with(']').then_some(())?;
    starts(text, place).find(|&begin| end(text, begin) == Some(place))
}

/// Returns the end of the attribute that starts right after `place`.
fn after(text: &str, place: usize) -> Option<usize> {
    let begin = place + blank(&text[place..]);
    end(text, begin)
}

/// Returns the length of `text` without the blanks and line comments at its end.
fn without_comments(text: &str) -> usize {
    let mut rest = text.trim_end();
    loop {
        let line = rest.rfind('\n').map_or(0, |newline| newline + 1);
        if !rest[line..].trim_start().starts_with("//") {
            return rest.len();
        }
        rest = rest[..line].trim_end();
    }
}

/// Returns the length of the blanks and line comments at the start of `text`.
fn blank(text: &str) -> usize {
    let mut rest = text.trim_start();
    while rest.starts_with("//") {
        rest = rest.find('\n').map_or("", |newline| &rest[newline..]).trim_start();
    }
    text.len() - rest.len()
}

/// Returns the end of the attribute that starts at `begin`, if there is one.
fn end(text: &str, begin: usize) -> Option<usize> {
    let rest = text[begin..].strip_prefix('#')?;
    let mut depth = 0;
    let mut chars = rest.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '[' => depth += 1,
            ']' => depth -= 1,
            '"' => skip_text(&mut chars)?,
            _ => {}
        }
        if depth == 0 {
            return (char == ']').then_some(begin + 1 + at + 1);
        }
    }
    None
}

fn skip_text(chars: &mut impl Iterator<Item = (usize, char)>) -> Option<()> {
    loop {
        match chars.next()?.1 {
            '"' => return Some(()),
            '\\' => _ = chars.next(),
            _ => {}
        }
    }
}

/// Returns the path of the attribute at the start of `text`.
fn path(text: &str) -> String {
    let inside = text.trim_start_matches(['#', '[']);
    let path = inside.split(['(', '=', ']']).next().unwrap_or_default();
    path.chars().filter(|char| !char.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the attributes around the one at the `@`, which is removed.
    #[track_caller]
    fn check(marked: &str, above: &[&str], below: &[&str]) {
        let place = marked.find('@').expect("a place");
        let text = marked.replace('@', "");
        let found = SurroundingAttrs::of(&text, place).expect("an attribute");
        assert_eq!(found.above, above, "above `{marked}`");
        assert_eq!(found.below, below, "below `{marked}`");
    }

    #[test]
    fn finds_attributes_around() {
        check("@#[ns_test] fn f() {}", &[], &[]);
        check(
            "#[a] x();\n#[b] #[ c :: d(1)]\n@#[ns_test]\n#[e = 2] fn f() {}",
            &["b", "c::d"],
            &["e"],
        );
        check(
            "#[test]\n/// A word.\n// [x]\n@#[t(\"]\")] // y]\n#[case(']')] fn",
            &["test"],
            &["case"],
        );
        check("#[doc = \"#[test]\"] @#[t] fn", &["doc"], &[]);
        check("#[doc = \"#[test\"] @#[t] fn", &["doc"], &[]);
        check("#[test] #[cfg_attr(unix, @ns_test(link(a, b)))] #[case] fn", &["test"], &["case"]);
    }

    #[test]
    fn finds_offsets() {
        let text = "ä\nö ü#[x]";
        assert_eq!(offset(text, 2, 4), text.find('#'));
        assert_eq!(offset(text, 1, 1), Some(0));
        for (line, column) in [(0, 1), (1, 0), (3, 1), (2, 99)] {
            assert_eq!(offset(text, line, column), None, "{line}:{column}");
        }
    }
}
