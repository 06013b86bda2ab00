//! The files of a failed test: when they are written, that they are whole, and what is printed.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod failing;
mod files;
mod pause;
mod place;
mod printed;
mod program;
mod replay;
