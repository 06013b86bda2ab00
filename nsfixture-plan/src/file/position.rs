//! Lines and columns of byte offsets.

/// The text of a file with the starts of its lines.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let others = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(first).chain(others).collect() }
    }

    /// Returns the line and the column, in characters, of a byte; both are counted from 1.
    pub(super) fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= byte).max(1);
        let start = self.starts[line - 1];
        let mut ends = (start..=byte.min(self.text.len())).rev();
        let end = ends.find(|&end| self.text.is_char_boundary(end)).unwrap_or(start);
        (line, self.text[start..end].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, byte: usize, expected: (usize, usize)) {
        assert_eq!(Lines::new(text).position(byte), expected, "{text:?} {byte}");
    }

    #[test]
    fn counts_lines_and_characters() {
        check("", 0, (1, 1));
        check("ab", 1, (1, 2));
        check("ab\n", 3, (2, 1));
        check("ab\r\ncd", 5, (2, 2));
        check("'ä' x", 5, (1, 5));
        check("\t\tx", 2, (1, 3));
        check("a", 9, (1, 2));
    }

    #[test]
    fn does_not_count_a_byte_order_mark() {
        check("\u{feff}ab", 0, (1, 1));
        check("\u{feff}ab", 4, (1, 2));
        check("\u{feff}ab\ncd", 7, (2, 2));
    }
}
