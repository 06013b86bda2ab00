//! Lines of words in columns, none longer than a terminal is wide.

/// The columns of a terminal.
pub(super) const WIDTH: usize = 80;
/// The number of spaces between two words.
const GAP: usize = 2;

/// Lines that grow to the right and wrap.
pub(super) struct Lines {
    text: String,
    /// The start of each line after the first.
    margin: &'static str,
    at: usize,
}

impl Lines {
    /// Creates lines that start with `first`, and continue with `margin`, which is as wide.
    pub(super) fn new(first: &str, margin: &'static str) -> Self {
        Self { text: first.to_owned(), margin, at: width(first) }
    }

    /// Adds a word without a gap.
    pub(super) fn begin(mut self, word: &str) -> Self {
        self.text.push_str(word);
        self.at += width(word);
        self
    }

    /// Adds a word at a column, or after the last word if that ends later; if it does not fit on the
    /// line, on a new line at the column `wrapped`.
    pub(super) fn word(mut self, column: usize, wrapped: usize, word: &str) -> Self {
        let mut column = column.max(self.at + GAP);
        if column + width(word) > WIDTH {
            self.text.push('\n');
            self.text.push_str(self.margin);
            self.at = width(self.margin);
            column = wrapped;
        }
        self.text.extend(std::iter::repeat_n(' ', column - self.at));
        self.text.push_str(word);
        self.at = column + width(word);
        self
    }

    pub(super) fn end(mut self) -> String {
        self.text.push('\n');
        self.text
    }
}

/// Starts the line of a host or a route with its branch of the tree.
pub(super) fn branch(last: bool) -> Lines {
    if last { Lines::new("└─ ", "   ") } else { Lines::new("├─ ", "│  ") }
}

/// Returns the columns of the words of a row: as many next to each other as fit in all rows, starting
/// at `first`.
pub(super) fn stops(first: usize, rows: &[Vec<String>]) -> Vec<usize> {
    let most = rows.iter().map(Vec::len).max().unwrap_or_default();
    let fitting = (1..=most).rev().map(|count| layout(first, rows, count));
    let fitting = fitting.filter(|(_, end)| *end <= WIDTH).map(|(stops, _)| stops).next();
    fitting.unwrap_or_else(|| layout(first, rows, 1).0)
}

/// Returns the columns of `count` words next to each other, and the end of the last one.
fn layout(first: usize, rows: &[Vec<String>], count: usize) -> (Vec<usize>, usize) {
    let (mut stops, mut at) = (Vec::new(), first);
    for nth in 0..count {
        let words = rows.iter().flat_map(|row| row.iter().skip(nth).step_by(count));
        stops.push(at);
        at += words.map(|word| width(word)).max().unwrap_or_default() + GAP;
    }
    (stops, at - GAP)
}

/// Returns the width of `text` in columns: none of the characters in use is wider than one.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}
