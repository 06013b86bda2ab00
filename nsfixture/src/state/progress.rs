//! What the faults on a schedule have done so far.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use super::cuts::PartitionId;
use super::layers::{CableDirection, LayerId};

/// What has happened so far.
#[derive(Default)]
pub(super) struct Schedule {
    /// That of each fault, in the order of the plan.
    progress: Mutex<Vec<Progress>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
pub(super) struct Progress {
    /// The number of times that it has begun.
    pub(super) begun: u64,
    pub(super) active: Option<Active>,
}

/// What ends with a fault.
pub(super) enum Active {
    Partition(PartitionId),
    Layers(Vec<(CableDirection, LayerId)>),
}

impl Schedule {
    pub(super) fn progress(&self) -> MutexGuard<'_, Vec<Progress>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn thread(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the end of the thread, which comes at once: the network has gone down.
    pub(super) fn join(&self) {
        let thread = self.thread().take();
        if let Some(thread) = thread {
            // Its panic has been printed.
            let _panic = thread.join();
        }
    }
}
