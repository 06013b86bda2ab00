//! The directories of tests that have failed.

mod base;
mod directory;
mod name;
mod prune;

pub(crate) use directory::{File, write};
pub(crate) use name::{REPORT, of_test};
