//! Waiting for something in a host. Each wait is written once, as a [`Condition`], and has two forms: a call that
//! blocks, and a future.

mod condition;
mod future;

pub(super) use condition::Condition;
pub(super) use future::DEFAULT_TIMEOUT;
pub use future::Wait;
