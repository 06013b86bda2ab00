//! The suite that is already there, with networks: what the guide's page "In your suite" shows.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod fixture;
mod helper;
mod libtest;
mod one_family;
mod other_runtime;
mod rstest;
mod service;
mod tokio;
