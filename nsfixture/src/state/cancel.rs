//! Ending the waits of other threads when a network goes down.

use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::sync::{Mutex, OnceLock, PoisonError};

/// A file descriptor that becomes readable when the network goes down. It is created when somebody
/// first waits.
#[derive(Default)]
pub(super) struct Cancellation {
    reader: OnceLock<PipeReader>,
    writer: Mutex<Option<PipeWriter>>,
}

impl Cancellation {
    /// Returns the file descriptor.
    pub(super) fn fd(&self) -> io::Result<BorrowedFd<'_>> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reader) = self.reader.get() {
            return Ok(reader.as_fd());
        }
        let (reader, new) = io::pipe()?;
        *writer = Some(new);
        Ok(self.reader.get_or_init(|| reader).as_fd())
    }

    /// Ends all waits.
    pub(super) fn cancel(&self) {
        // The reading end becomes readable when the last writing end is closed (pipe(7)).
        drop(self.writer.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}
