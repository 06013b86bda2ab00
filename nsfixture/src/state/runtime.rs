//! The hosts' tokio runtimes.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::{Handle, Runtime};

/// A host's runtime, which is built when it is first used.
#[derive(Default)]
pub(crate) struct NodeRuntime(Mutex<Option<Runtime>>);

/// How long threads of a runtime that do not wait for a future may take to end.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(100);

impl NodeRuntime {
    /// Locks the runtime, to use it or to build it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Option<Runtime>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shuts the runtime down. Its tasks are dropped where they wait.
    pub(super) fn shut_down(&self) {
        let runtime = self.lock().take();
        if let Some(runtime) = runtime {
            shut_down(runtime);
        }
    }
}

/// Shuts a runtime down, and waits for its threads where waiting is allowed.
pub(crate) fn shut_down(runtime: Runtime) {
    if Handle::try_current().is_ok() {
        runtime.shutdown_background();
    } else {
        runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    }
}
