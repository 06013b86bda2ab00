//! One thing that is odd.

/// One thing that is odd.
#[derive(Debug)]
pub(super) struct Finding {
    /// The host, or the direction of a cable.
    pub(super) place: String,
    pub(super) sentence: String,
}
