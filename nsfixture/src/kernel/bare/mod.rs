//! Bare system calls: no allocation, no locks, no panics.
//!
//! Only these may be used before `main`, and in a child that was forked from a process with several
//! threads, where any lock may be held for ever (signal-safety(7)). `tests/bare` compiles this room
//! without the standard library, so nothing here can allocate or lock.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub(crate) mod arguments;
pub(crate) mod capability;
pub(crate) mod children;
pub(crate) mod closers;
pub(crate) mod enter;
pub(crate) mod fd_limit;
pub(crate) mod guardian;
pub(crate) mod holder;
pub(crate) mod namespace_ids;
pub(crate) mod probe;
pub(crate) mod probe_report;
pub(crate) mod process;
pub(crate) mod shutdown_flag;
pub(crate) mod stack_string;
pub(crate) mod stage;
pub(crate) mod syscalls;
pub(crate) mod userns;
