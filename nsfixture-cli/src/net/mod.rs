//! The commands that bring networks up, or enter them.

mod child;
mod entry;
pub(crate) mod exec;
pub(crate) mod list;
mod notes;
pub(crate) mod run;
mod running;
pub(crate) mod shell;
mod user;
