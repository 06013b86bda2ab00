//! What is wrong with a file, for whoever wrote it.

use std::fmt;

/// One thing that is wrong with a file, and where: what was found, what was expected, what to do.
///
/// Its text begins with the place: `line 3, column 9: ...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
}

impl FileProblem {
    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column, counted from 1 in characters.
    pub fn column(&self) -> usize {
        self.column
    }

    /// The text without the place. What is wrong with the topology itself is said in the words of
    /// [`Problem`](crate::Problem).
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

/// All that is wrong with a file, from its beginning to its end; at least one thing.
///
/// Its text has a line for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblems(pub(super) Vec<FileProblem>);

impl FileProblems {
    /// One problem after the other.
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
