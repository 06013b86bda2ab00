//! The node's own tokio runtime.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

use super::Node;
use crate::error::Error;
use crate::watch::Role;

/// A node's runtime, which begins with its first use.
#[derive(Default)]
pub(crate) struct NodeRuntime(Mutex<Option<Runtime>>);

/// How long threads of a runtime that do not wait for a future may take to end.
const PATIENCE: Duration = Duration::from_millis(100);

impl NodeRuntime {
    /// Ends it: tasks are dropped where they wait.
    pub(crate) fn end(&self) {
        let runtime = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(runtime) = runtime {
            end(runtime);
        }
    }
}

/// Ends a runtime, with a wait for its threads where waiting is allowed.
pub(crate) fn end(runtime: Runtime) {
    if Handle::try_current().is_ok() {
        runtime.shutdown_background();
    } else {
        runtime.shutdown_timeout(PATIENCE);
    }
}

impl Node {
    /// Runs a future inside the node, on the node's runtime, and gives back what it returns.
    ///
    /// It is polled on a thread of its own, which this call waits for. Call it from synchronous
    /// code; from asynchronous code, [`spawn`](Self::spawn) it and await the handle.
    ///
    /// # Panics
    /// As [`run`](Self::run).
    #[track_caller]
    pub fn block_on<F>(&self, future: F) -> F::Output
    where
        F: Future + Send,
        F::Output: Send,
    {
        let handle = match self.handle() {
            Ok(handle) => handle,
            Err(error) => panic!("{error}"),
        };
        self.run(move || handle.block_on(future))
    }

    /// A handle to the node's runtime, whose every thread is in the node.
    pub(super) fn handle(&self) -> Result<Handle, Error> {
        let slot = &self.net.runtimes[self.index].0;
        let mut runtime = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = &*runtime {
            return Ok(runtime.handle().clone());
        }
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name(self.name());
        let built = self.build(builder)?;
        Ok(runtime.insert(built).handle().clone())
    }

    /// Builds a runtime whose every thread enters the node, those too that it starts later, from
    /// wherever.
    pub(crate) fn build(&self, mut builder: Builder) -> Result<Runtime, Error> {
        let namespaces = std::sync::Arc::downgrade(&self.namespaces()?);
        let (watch, index) = (std::sync::Arc::clone(&self.net.watch), self.index);
        builder.enable_all().on_thread_start(move || {
            let entered = namespaces.upgrade().map(|namespaces| namespaces.enter());
            // A thread that went on elsewhere would act in the wrong network.
            assert!(matches!(entered, Some(Ok(()))), "a runtime's thread cannot enter its node");
            watch.on_this_thread(index, Role::Pool);
        });
        self.try_run(|| builder.build())?.map_err(|error| {
            self.refusal("start", "a tokio runtime", error.raw_os_error().unwrap_or(libc::EAGAIN))
        })
    }
}
