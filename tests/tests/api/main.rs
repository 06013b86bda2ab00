//! A crate as a user would write it: it uses all of the public face, and nothing else.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod asynchronous;
mod bodies;
mod handles;
mod views;
mod without_the_attribute;

/// Returns the network namespace of the calling thread.
fn namespace() -> std::path::PathBuf {
    std::fs::read_link("/proc/thread-self/ns/net").unwrap()
}
