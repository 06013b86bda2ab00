//! The two forms of a wait.

use std::fmt;
use std::future::Future;
use std::mem;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::task::JoinHandle;

use super::condition::{Condition, until};
use crate::error::{Error, Kind, Operation};
use crate::node::handle::Node;
use crate::services::Running;

/// How long a service may take to start.
pub(in crate::node) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// A wait for something in a host, as a future: the result of the methods whose names end in `_async`.
///
/// It can be awaited on any runtime, and does not block the thread that polls it: the work is done by a task on the host's
/// own runtime, as with [`Node::spawn`]. It begins when it is first polled, and ends early when the future is dropped.
///
/// The methods without `_async` do the same and block the calling thread; those with `_for` have a timeout as a
/// parameter, in place of [`timeout`](Self::timeout).
#[must_use = "a wait does nothing unless it is awaited"]
pub struct Wait<T> {
    node: Node,
    timeout: Duration,
    stage: Stage<T>,
    /// Called with what it returns.
    on_return: Option<OnReturn<T>>,
}

enum Stage<T> {
    Planned(Start<T>),
    Begun(JoinHandle<Result<T, Error>>),
    Over,
}

/// Begins a wait with a timeout.
type Start<T> = Box<dyn FnOnce(Node, Duration) -> Task<T> + Send>;
type OnReturn<T> = Box<dyn FnOnce(&T) + Send>;
type Task<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl<T: Send + 'static> Wait<T> {
    /// Plans a wait.
    pub(in crate::node) fn new<F>(
        node: &Node,
        timeout: Duration,
        start: impl FnOnce(Node, Duration) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let start: Start<T> = Box::new(move |node, timeout| Box::pin(start(node, timeout)));
        Self { node: node.clone(), timeout, stage: Stage::Planned(start), on_return: None }
    }

    /// Plans a wait for a condition, which fails when a service exits before.
    pub(in crate::node) fn until<C: Condition<Found = T>>(
        node: &Node,
        service: Option<&Arc<Running>>,
        condition: C,
    ) -> Self {
        let service = service.cloned();
        Self::new(node, DEFAULT_TIMEOUT, |node, timeout| until(node, service, condition, timeout))
    }

    /// Sets how long it may take. The default is that of the method without `_async`.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Calls a function with what it returns, unless it fails or is dropped.
    pub(in crate::node) fn on_return(mut self, act: impl FnOnce(&T) + Send + 'static) -> Self {
        self.on_return = Some(Box::new(act));
        self
    }

    fn returns(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        if let (Ok(found), Some(act)) = (&result, self.on_return.take()) {
            act(found);
        }
        result
    }

    /// Waits on a thread in the host, and blocks the calling one.
    pub(in crate::node) fn block(mut self) -> Result<T, Error> {
        let Stage::Planned(start) = mem::replace(&mut self.stage, Stage::Over) else {
            unreachable!("it has not been polled");
        };
        let (node, timeout) = (self.node.clone(), self.timeout);
        // A runtime for this wait alone: tasks of the host's may block.
        let result = self.node.try_run(move || {
            let runtime = node.context().attempt_io(Operation::Start, "a tokio runtime", || {
                Builder::new_current_thread().enable_all().build()
            })?;
            runtime.block_on(start(node, timeout))
        })?;
        self.returns(result)
    }

    /// Begins it, if it has not begun, and polls it.
    fn poll_begun(&mut self, context: &mut Context<'_>) -> Poll<Result<T, Error>> {
        if let Stage::Planned(_) = &self.stage {
            let runtime = self.node.handle()?;
            if let Stage::Planned(start) = mem::replace(&mut self.stage, Stage::Over) {
                let task = start(self.node.clone(), self.timeout);
                self.stage = Stage::Begun(runtime.spawn(task));
            }
        }
        let Stage::Begun(task) = &mut self.stage else {
            panic!("a wait was polled after it had ended");
        };
        Pin::new(task).poll(context).map(|joined| match joined {
            Ok(result) => result,
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            // Nobody else aborts it: its runtime has ended.
            Err(_) => Err(Kind::Down { host: Some(self.node.name().to_owned()) }.into()),
        })
    }
}

impl<T: Send + 'static> Future for Wait<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = self.poll_begun(context);
        if polled.is_ready() {
            self.stage = Stage::Over;
        }
        polled.map(|result| self.returns(result))
    }
}

impl<T> Drop for Wait<T> {
    fn drop(&mut self) {
        if let Stage::Begun(task) = &self.stage {
            task.abort();
        }
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { node, timeout, .. } = self;
        f.debug_struct("Wait").field("node", node).field("timeout", timeout).finish_non_exhaustive()
    }
}
