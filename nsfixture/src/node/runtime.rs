//! The host's tokio runtime.

use std::future::Future;

use tokio::runtime::{Builder, Handle, Runtime};

use super::handle::Node;
use crate::error::{Error, Operation, or_panic};
use crate::panics::Role;

impl Node {
    /// Runs a future in the host, on the host's runtime, and returns its output.
    ///
    /// It is polled on a new thread that this call waits for. Call this from synchronous code; from
    /// asynchronous code, [`spawn`](Self::spawn) the future and await the handle.
    ///
    /// # Panics
    /// Panics in the same cases as [`run`](Self::run).
    #[track_caller]
    pub fn block_on<F>(&self, future: F) -> F::Output
    where
        F: Future + Send,
        F::Output: Send,
    {
        let handle = or_panic(self.handle());
        self.run(move || handle.block_on(future))
    }

    /// Returns a handle to the host's runtime, all of whose threads are in the host.
    pub(super) fn handle(&self) -> Result<Handle, Error> {
        let mut runtime = self.network.runtimes[self.index].lock();
        if let Some(runtime) = &*runtime {
            return Ok(runtime.handle().clone());
        }
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name(self.name());
        let built = self.build(builder)?;
        Ok(runtime.insert(built).handle().clone())
    }

    /// Builds a runtime all of whose threads enter the host, including those that it starts later.
    pub(crate) fn build(&self, mut builder: Builder) -> Result<Runtime, Error> {
        let namespaces = std::sync::Arc::downgrade(&self.namespaces()?);
        let (panics, index) = (std::sync::Arc::clone(&self.network.panics), self.index);
        builder.enable_all().on_thread_start(move || {
            let entered = namespaces.upgrade().map(|namespaces| namespaces.enter());
            // Otherwise the thread would act in the wrong network.
            assert!(matches!(entered, Some(Ok(()))), "a runtime thread could not enter its host");
            panics.adopt_this_thread(index, Role::Unobserved);
        });
        self.try_run(|| builder.build())?.map_err(|error| {
            self.error(
                Operation::Start,
                "a tokio runtime",
                error.raw_os_error().unwrap_or(libc::EAGAIN),
            )
        })
    }
}
