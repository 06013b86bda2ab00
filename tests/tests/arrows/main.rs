//! Which file uses which: no import circles, and every room knows only those below it.
//!
//! The sources are parsed, not searched: groups, globs, renames, re-exports and paths in expressions are followed to the
//! file that defines the item. One crate: `cargo test -p nsfixture-tests --test arrows no_circles_in_plan`.
#![forbid(unsafe_code)]

mod cfg;
mod circles;
mod circles_test;
mod graph;
mod made_up;
mod module;
mod resolve;
mod rooms;
mod rules;
mod sources;
mod tokens;
mod uses;
