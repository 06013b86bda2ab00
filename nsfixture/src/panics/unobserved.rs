//! What happened in a network without anybody observing it.

use std::any::Any;
use std::fmt;

use super::late::LatePanic;
use super::message::message_of;
use super::panic::Panic;
use crate::kernel::threads::CPU_TIME_LIMIT;

/// A panic that nobody has observed, or a thread or task that may be about to panic.
pub(crate) struct Unobserved {
    pub(super) id: u64,
    pub(super) event: Event,
}

pub(super) enum Event {
    Panic(Panic),
    /// A panic of a thread of a network that has gone down.
    Late(LatePanic),
    /// A panic in the closure of a rule.
    Closure {
        message: String,
    },
    /// A thread kept running.
    BusyThread {
        thread: String,
        host: String,
    },
    /// A task was not polled in time.
    PendingTask {
        host: String,
    },
}

impl Unobserved {
    /// Returns true if it is a panic.
    pub(crate) fn is_panic(&self) -> bool {
        matches!(self.event, Event::Panic(_) | Event::Late(_) | Event::Closure { .. })
    }

    /// Returns true if it is a panic with the message of this payload.
    pub(crate) fn is_panic_with(&self, payload: &(dyn Any + Send)) -> bool {
        matches!(&self.event, Event::Panic(panic) if panic.message == message_of(payload))
    }
}

impl fmt::Display for Unobserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.event {
            Event::Panic(Panic { thread, host, message, location }) => {
                write!(f, "unobserved panic in host `{host}` (thread `{thread}`): {message}")?;
                location.iter().try_for_each(|location| write!(f, ", at {location}"))
            }
            Event::Late(late) => late.fmt(f),
            Event::Closure { message } => write!(
                f,
                "unobserved panic in the closure of a rule, which matches nothing since then: {message}"
            ),
            Event::BusyThread { thread, host } => write!(
                f,
                "thread `{thread}` in host `{host}` was still running {CPU_TIME_LIMIT:?} of CPU time \
                 after the test body returned; join it, or set `unobserved_panics = \"allow\"`"
            ),
            Event::PendingTask { host } => write!(
                f,
                "a task in host `{host}` was not polled within {CPU_TIME_LIMIT:?} after the test body \
                 returned; await it, or set `unobserved_panics = \"allow\"`"
            ),
        }
    }
}
