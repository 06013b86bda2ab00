//! The suite that is already there, with networks: what the guide's page "In your suite" shows.

mod fixture;
mod helper;
mod libtest;
mod other_runtime;
mod rstest;
mod tokio;
