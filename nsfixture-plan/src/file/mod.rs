//! A topology as a TOML file: read, with every mistake at its place in the text, and written.

mod draft;
mod keys;
mod mistakes;
mod position;
mod problems;
mod read;
mod segment;
mod value;
mod words;
mod write;

pub use problems::{FileProblem, FileProblems};
