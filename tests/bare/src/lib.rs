//! The library's room `kernel/bare`, compiled without std and without alloc.
//!
//! The room's code runs before `main` and in forked children of a process with threads. There it may neither allocate nor take a
//! lock: another thread may have held one at the moment of the fork (fork(2), signal-safety(7)). It must not panic either,
//! because a panic unwinds, prints and allocates.
//!
//! This crate has no other content, so that the compiler holds this: it has no `std`, no `alloc` and no dependency but `libc`, so
//! the room cannot name anything that allocates, locks, or starts a thread, nor anything of the library outside itself. Clippy
//! denies the usual ways to panic. The room's modules refer to each other by `super::`.
#![no_std]
#![cfg(target_os = "linux")]
#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::unwrap_used
)]
#![allow(dead_code, unreachable_pub, reason = "the library calls it, and re-exports some of it")]

#[path = "../../../nsfixture/src/kernel/bare/mod.rs"]
mod bare;
