//! What reads texts is given those of a corpus, changed at random: `nsfixture_tests::fuzz` says how
//! long. What fails once goes into the corpus, below `tests/fuzz`, for good.
//!
//! The attribute's parser has its own, `nsfixture-macros/src/fuzz`.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

mod files;
mod growth;
mod mutation;
mod words;
