//! Tasks on the host's runtime.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::task::{AbortHandle, JoinError};

use super::handle::Node;
use crate::error::or_panic;
use crate::panics::{self, FirstPoll, PanicMonitor};

impl Node {
    /// Spawns a task in the host, on the host's runtime.
    ///
    /// A panic in it fails the test, or, without the attribute, is an error of
    /// [`Net::down`](crate::Net::down), unless the handle is awaited, which yields a [`JoinError`]
    /// instead. The task ends with the network. Every task is polled at least once before that.
    ///
    /// # Panics
    /// Panics if the network is down, or if no thread can be started.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let handle = or_panic(self.handle());
        let unobserved = Arc::new(AtomicU64::new(0));
        let panics = Arc::clone(&self.network.panics);
        let task = Monitored {
            future: Box::pin(future),
            first_poll: Some(panics.expect_poll(self.index)),
            unobserved: Arc::clone(&unobserved),
        };
        JoinHandle { inner: handle.spawn(task), unobserved, panics }
    }
}

/// A future whose panic is recorded as unobserved until the handle is awaited.
struct Monitored<F> {
    future: Pin<Box<F>>,
    first_poll: Option<FirstPoll>,
    unobserved: Arc<AtomicU64>,
}

impl<F: Future> Future for Monitored<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        panics::forget_last();
        let future = self.future.as_mut();
        let polled = catch_unwind(AssertUnwindSafe(|| future.poll(context)));
        if let Err(payload) = &polled {
            let panic = panics::take_last(&**payload).unwrap_or(0);
            self.unobserved.store(panic, Ordering::Release);
        }
        self.first_poll = None;
        polled.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// A handle to a task: a future that resolves to the task's output.
///
/// If it is dropped, the task keeps running.
pub struct JoinHandle<T> {
    inner: tokio::task::JoinHandle<T>,
    unobserved: Arc<AtomicU64>,
    panics: Arc<PanicMonitor>,
}

impl<T> JoinHandle<T> {
    /// Aborts the task.
    pub fn abort(&self) {
        self.inner.abort();
    }

    /// Returns a handle that can only abort the task.
    pub fn abort_handle(&self) -> AbortHandle {
        self.inner.abort_handle()
    }

    /// Returns true if the task has ended.
    pub fn is_finished(&self) -> bool {
        self.inner.is_finished()
    }
}

impl<T> Future for JoinHandle<T> {
    /// The task's output, or an error if it panicked or was aborted.
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.inner).poll(context);
        if let Poll::Ready(Err(_)) = &polled {
            self.panics.mark_observed(self.unobserved.load(Ordering::Acquire));
        }
        polled
    }
}

impl<T> std::fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JoinHandle").field("finished", &self.is_finished()).finish_non_exhaustive()
    }
}
