//! The bytes of a frame, borrowed until they have to wait.

use std::ops::Deref;
use std::sync::Arc;

/// The bytes of a frame.
#[derive(Debug, Clone)]
pub(crate) enum Bytes<'a> {
    Borrowed(&'a [u8]),
    Shared(Arc<[u8]>),
}

impl Bytes<'_> {
    /// Returns bytes that can be kept; copies them the first time.
    pub(crate) fn keep(&mut self) -> Bytes<'static> {
        let shared = match self {
            Self::Borrowed(bytes) => Arc::from(*bytes),
            Self::Shared(shared) => Arc::clone(shared),
        };
        *self = Self::Shared(Arc::clone(&shared));
        Bytes::Shared(shared)
    }

    /// Returns whether both are the same bytes of the same frame.
    pub(crate) fn is(&self, other: &Self) -> bool {
        std::ptr::eq::<[u8]>(&raw const **self, &raw const **other)
    }
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}
