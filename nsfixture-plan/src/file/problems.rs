//! Mistakes in a file, with their lines and columns.

use std::fmt;

/// One mistake in a file, with its line and column.
///
/// It is displayed with the place first: `line 3, column 9: ...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
}

impl FileProblem {
    /// Returns the line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in characters, counted from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns the message without the place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for FileProblem {}

/// All mistakes in a file, at least one, in the order of the text.
///
/// They are displayed one on each line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblems(pub(super) Vec<FileProblem>);

impl FileProblems {
    /// Returns an iterator over the mistakes.
    pub fn iter(&self) -> std::slice::Iter<'_, FileProblem> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a FileProblems {
    type Item = &'a FileProblem;
    type IntoIter = std::slice::Iter<'a, FileProblem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for FileProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, problem) in self.0.iter().enumerate() {
            if nth > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for FileProblems {}
