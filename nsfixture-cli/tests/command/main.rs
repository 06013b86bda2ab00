//! The command `nsfixture`, as its users call it.
//!
//! `NSFIXTURE_COMMAND` names another binary than the one that cargo has built. This crate is not
//! linked in here: the caller of the command is in no user namespace.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

mod called;
mod fault;
mod files;
mod report;
mod run;
mod shell;
mod signals;
