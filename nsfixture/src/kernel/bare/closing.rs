//! Whether a network is going down, as a child sees it that has been forked to enter it.
//!
//! Whoever takes a network down says so first and then looks for processes in it; the child enters
//! first and then asks. So one of the two notices the other, however the two run.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::raw;

/// One cell says it of the whole process, each of the others of one network. A process with more
/// networks than that uses them again.
const CELLS: usize = 1 << 20;

static MEMORY: OnceLock<Option<&'static [AtomicU64]>> = OnceLock::new();
static NEXT: AtomicU64 = AtomicU64::new(0);

fn memory() -> Option<&'static [AtomicU64]> {
    *MEMORY.get_or_init(|| raw::shared_memory(CELLS).ok())
}

/// What is said of one network.
#[derive(Clone, Copy)]
pub(crate) struct Closing(Option<&'static AtomicU64>);

impl Closing {
    /// Of a new network: that it is open. This comes before the guardian is made, which shares
    /// the memory only then.
    pub(crate) fn not_yet() -> Self {
        let nth = NEXT.fetch_add(1, Ordering::Relaxed) as usize % (CELLS - 1);
        let cell = memory().map(|cells| &cells[nth + 1]);
        if let Some(cell) = cell {
            cell.store(0, Ordering::SeqCst);
        }
        Self(cell)
    }

    /// Says that the network goes down.
    pub(crate) fn close(self) {
        if let Some(cell) = self.0 {
            cell.store(1, Ordering::SeqCst);
        }
    }

    /// Whether it goes down.
    pub(crate) fn is_closed(self) -> bool {
        self.0.is_some_and(|cell| cell.load(Ordering::SeqCst) != 0)
    }
}

/// Says that the process that made the networks is gone.
pub(super) fn end_process() {
    if let Some(cells) = memory() {
        cells[0].store(1, Ordering::SeqCst);
    }
}

/// Ends the calling child if it is: there is nobody left to whom an error could be told.
pub(crate) fn end_if_process_is_gone() {
    let cells = MEMORY.get().copied().flatten();
    if cells.is_some_and(|cells| cells[0].load(Ordering::SeqCst) != 0) {
        raw::exit(1);
    }
}
