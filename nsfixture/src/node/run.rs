//! Closures in a host.

use std::panic::{self, AssertUnwindSafe};
use std::thread;

use super::handle::Node;
use crate::error::{Error, Operation, or_panic};
use crate::panics::{self, Role, message_of};

impl Node {
    /// Runs a closure in the host and returns its result.
    ///
    /// It runs on a new thread that this call waits for, so it may borrow from its environment.
    /// Sockets that it opens, files that it reads and threads that it starts belong to the host; a
    /// socket stays in the host wherever it is used later. In an `async` body this blocks the tasks of
    /// a single-threaded runtime.
    ///
    /// # Panics
    /// Panics if the closure does, with its message and the host's name, if the network is down, or if
    /// no thread can be started.
    #[track_caller]
    pub fn run<T: Send>(&self, f: impl FnOnce() -> T + Send) -> T {
        or_panic(self.try_run(f))
    }

    /// Like [`run`](Self::run), but returns an error if the closure cannot run.
    pub(super) fn try_run<T: Send>(&self, f: impl FnOnce() -> T + Send) -> Result<T, Error> {
        let namespaces = self.namespaces()?;
        let outcome = thread::scope(|scope| {
            let inside = || {
                let entered = namespaces.enter();
                self.adopt_this_thread(Role::Observed);
                entered.map(|()| panic::catch_unwind(AssertUnwindSafe(f)))
            };
            let name = self.name().to_owned();
            let thread = thread::Builder::new().name(name).spawn_scoped(scope, inside);
            match thread {
                Ok(thread) => {
                    let joined = thread.join();
                    joined
                        .unwrap_or_else(|panic| panic::resume_unwind(panic))
                        .map_err(|errno| self.error(Operation::Enter, "namespaces", errno as i32))
                }
                Err(error) => {
                    let errno = error.raw_os_error().unwrap_or(libc::EAGAIN);
                    Err(self.error(Operation::StartThread, "for a closure", errno))
                }
            }
        })?;
        outcome.or_else(|payload| {
            let payload = with_host(payload, self.name());
            panics::propagate(&*payload);
            panic::resume_unwind(payload)
        })
    }
}

/// Appends the host's name to a panic's message. A payload without a message stays as it is.
fn with_host(payload: Box<dyn std::any::Any + Send>, host: &str) -> Box<dyn std::any::Any + Send> {
    if payload.is::<String>() || payload.is::<&'static str>() {
        Box::new(format!("{} (in host `{host}`)", message_of(&*payload)))
    } else {
        payload
    }
}
