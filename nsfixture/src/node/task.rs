//! Tasks on the node's runtime.

use std::future::Future;
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::task::{AbortHandle, JoinError};

use super::Node;
use crate::watch::{self, FirstPoll, Watch};

impl Node {
    /// Starts a task inside the node, on the node's runtime.
    ///
    /// A panic in it fails the test, or, without the attribute, is an error of
    /// [`Net::down`](crate::Net::down), unless somebody awaits the handle: then it is theirs. The
    /// task ends with the network. Every task is polled at least once before that.
    ///
    /// # Panics
    /// If the network is down, and if no thread can be started.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let handle = match self.handle() {
            Ok(handle) => handle,
            Err(error) => panic!("{error}"),
        };
        let stray = Arc::new(AtomicU64::new(0));
        let watch = Arc::clone(&self.net.watch);
        let task = Watched {
            future: Box::pin(future),
            first_poll: Some(watch.expect_poll(self.index)),
            stray: Arc::clone(&stray),
        };
        JoinHandle { inner: handle.spawn(task), stray, watch }
    }
}

/// A future whose panic is noted as one that nobody has heard of yet.
struct Watched<F> {
    future: Pin<Box<F>>,
    first_poll: Option<FirstPoll>,
    stray: Arc<AtomicU64>,
}

impl<F: Future> Future for Watched<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        watch::forget_last();
        let future = self.future.as_mut();
        let polled = panic::catch_unwind(AssertUnwindSafe(|| future.poll(context)));
        if polled.is_err() {
            self.stray.store(watch::take_last().unwrap_or(0), Ordering::Release);
        }
        self.first_poll = None;
        polled.unwrap_or_else(|panic| panic::resume_unwind(panic))
    }
}

/// A task's handle: a future that is ready when the task has ended, with what it returns.
///
/// The task goes on if it is dropped.
pub struct JoinHandle<T> {
    inner: tokio::task::JoinHandle<T>,
    stray: Arc<AtomicU64>,
    watch: Arc<Watch>,
}

impl<T> JoinHandle<T> {
    /// Drops the task where it waits.
    pub fn abort(&self) {
        self.inner.abort();
    }

    /// A handle that can only abort the task.
    pub fn abort_handle(&self) -> AbortHandle {
        self.inner.abort_handle()
    }

    /// Whether the task has ended.
    pub fn is_finished(&self) -> bool {
        self.inner.is_finished()
    }
}

impl<T> Future for JoinHandle<T> {
    /// An error if the task panicked or was aborted.
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.inner).poll(context);
        if let Poll::Ready(Err(_)) = &polled {
            self.watch.heard(self.stray.load(Ordering::Acquire));
        }
        polled
    }
}

impl<T> std::fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JoinHandle").field("finished", &self.is_finished()).finish_non_exhaustive()
    }
}
