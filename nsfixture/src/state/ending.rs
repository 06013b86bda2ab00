//! When a network goes down.

/// What the hosts' threads do while their network goes down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// One of them may run a body, which may be waiting for this very call.
    Anytime,
    /// Nothing: the body has ended.
    AfterBody,
    /// One of them runs a body that does not end, and stays in its host for good.
    Stuck,
}
