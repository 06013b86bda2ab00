//! The commands that bring networks up, or enter them.

mod action;
mod child;
mod control;
mod entry;
pub(crate) mod exec;
pub(crate) mod fault;
pub(crate) mod link;
pub(crate) mod list;
mod notes;
pub(crate) mod replay;
pub(crate) mod run;
mod running;
pub(crate) mod shell;
mod user;
