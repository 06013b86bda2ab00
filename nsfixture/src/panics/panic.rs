//! A panic in a host.

/// A panic in a host.
#[derive(Clone)]
pub(super) struct Panic {
    pub(super) thread: String,
    pub(super) host: String,
    pub(super) message: String,
    pub(super) location: Option<String>,
}
