//! A topology as a TOML file: read, with every mistake at its place in the text, and written.

mod entries;
mod position;
mod problems;
mod read;
mod syntax;
mod write;

pub use problems::{FileProblem, FileProblems};
