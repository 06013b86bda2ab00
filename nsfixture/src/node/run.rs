//! Closures in a node.

use std::panic::{self, AssertUnwindSafe};
use std::thread;

use super::Node;
use crate::error::{Error, Refusal};
use crate::watch::{self, Role};

impl Node {
    /// Runs a closure inside the node and gives back what it returns.
    ///
    /// It runs on a thread of its own, which this call waits for, so it may borrow what it likes.
    /// Sockets that it opens, files that it reads and threads that it starts are the node's; a
    /// socket stays the node's wherever it is used later. In an `async` body the tasks of a
    /// single-threaded runtime wait, too.
    ///
    /// # Panics
    /// If the closure panics, with its text and the node's name. If the network is down, and if
    /// no thread can be started.
    #[track_caller]
    pub fn run<T: Send>(&self, f: impl FnOnce() -> T + Send) -> T {
        match self.try_run(f) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }

    /// The same, but what keeps the closure from running is returned.
    pub(super) fn try_run<T: Send>(&self, f: impl FnOnce() -> T + Send) -> Result<T, Error> {
        let namespaces = self.namespaces()?;
        let outcome = thread::scope(|scope| {
            let inside = || {
                let entered = namespaces.enter();
                self.net.watch.on_this_thread(self.index, Role::Heard);
                entered.map(|()| panic::catch_unwind(AssertUnwindSafe(f)))
            };
            let name = self.name().to_owned();
            let thread = thread::Builder::new().name(name).spawn_scoped(scope, inside);
            match thread {
                Ok(thread) => {
                    let joined = thread.join();
                    joined
                        .unwrap_or_else(|panic| panic::resume_unwind(panic))
                        .map_err(|errno| self.refusal("enter", "namespaces", errno as i32))
                }
                Err(error) => {
                    let errno = error.raw_os_error().unwrap_or(libc::EAGAIN);
                    Err(self.refusal("start thread", "for a closure", errno))
                }
            }
        })?;
        outcome.or_else(|payload| {
            let payload = with_name(payload, self.name());
            watch::pass_on(&*payload);
            panic::resume_unwind(payload)
        })
    }

    pub(super) fn refusal(&self, operation: &'static str, subject: &str, errno: i32) -> Error {
        let node = Some(self.name().to_owned());
        Refusal { operation, subject: subject.to_owned(), node, errno, says: None }.into()
    }
}

/// The payload with the node's name at its end; one that is no text stays as it is.
fn with_name(payload: Box<dyn std::any::Any + Send>, node: &str) -> Box<dyn std::any::Any + Send> {
    match watch::message_of(&*payload) {
        Some(text) => Box::new(format!("{text} (in node `{node}`)")),
        None => payload,
    }
}
