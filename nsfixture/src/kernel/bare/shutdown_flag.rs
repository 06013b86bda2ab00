//! A flag for each network that is set when it goes down, visible to children that were forked to
//! enter it.
//!
//! The thread that takes a network down sets the flag and then looks for processes in it; a child enters
//! and then checks the flag. So one of the two notices the other, in whatever order they run.
#![allow(unsafe_code, reason = "a slice of shared memory that is mapped for good")]

use core::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use core::{ptr, slice};

use super::syscalls;

/// One cell for the process, each of the others for one network. A process with more networks than
/// that reuses them.
const CELLS: usize = 1 << 20;

/// The first of [`CELLS`] cells in memory that is shared with children; null until it is mapped.
static MEMORY: AtomicPtr<AtomicU64> = AtomicPtr::new(ptr::null_mut());
static NEXT: AtomicU64 = AtomicU64::new(0);

fn mapped() -> Option<&'static [AtomicU64]> {
    let memory = MEMORY.load(Ordering::Acquire);
    // SAFETY: a pointer that is not null is that of a mapping of `CELLS` cells, which is never
    // unmapped.
    (!memory.is_null()).then(|| unsafe { slice::from_raw_parts(memory, CELLS) })
}

fn map() -> Option<&'static [AtomicU64]> {
    if let Some(cells) = mapped() {
        return Some(cells);
    }
    let cells = syscalls::shared_memory::<AtomicU64>(CELLS).ok()?;
    let first = cells.as_ptr().cast_mut();
    // If another thread has mapped some meanwhile, these pages are never touched.
    let _other =
        MEMORY.compare_exchange(ptr::null_mut(), first, Ordering::AcqRel, Ordering::Acquire);
    mapped()
}

/// The flag of one network.
#[derive(Clone, Copy)]
pub(crate) struct ShutdownFlag(Option<&'static AtomicU64>);

impl ShutdownFlag {
    /// Creates the flag of a new network. This must come before the guardian is started, which
    /// shares the memory only then.
    pub(crate) fn new() -> Self {
        let nth = NEXT.fetch_add(1, Ordering::Relaxed) as usize % (CELLS - 1);
        let cell = map().and_then(|cells| cells.get(nth + 1));
        if let Some(cell) = cell {
            cell.store(0, Ordering::SeqCst);
        }
        Self(cell)
    }

    /// Marks the network as going down.
    pub(crate) fn set(self) {
        if let Some(cell) = self.0 {
            cell.store(1, Ordering::SeqCst);
        }
    }

    /// Returns true if the network is going down.
    pub(crate) fn is_set(self) -> bool {
        self.0.is_some_and(|cell| cell.load(Ordering::SeqCst) != 0)
    }
}

fn process_cell() -> Option<&'static AtomicU64> {
    mapped().and_then(<[AtomicU64]>::first)
}

/// Records that the process that made the networks is gone.
pub(crate) fn mark_process_gone() {
    if let Some(cell) = process_cell() {
        cell.store(1, Ordering::SeqCst);
    }
}

/// Exits the calling child if that process is gone: nobody is left to report an error to.
pub(crate) fn exit_if_process_is_gone() {
    if process_cell().is_some_and(|cell| cell.load(Ordering::SeqCst) != 0) {
        syscalls::exit(1);
    }
}
