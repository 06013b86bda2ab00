//! The directory of a test that has failed.

mod directory;
mod name;

pub(crate) use directory::{File, write};
pub(crate) use name::of_test;
