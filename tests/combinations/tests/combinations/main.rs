//! `#[ns_test]` above and below the other attributes that make tests: each body runs as often as it
//! should, in a network of its own, and the harness counts it as often.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unnecessary_wraps, reason = "tests of what may be returned")]

mod others;
mod plain;
mod rstest;
mod table;
mod test_case;
mod tokio;
