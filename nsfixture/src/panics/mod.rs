//! Panics that nobody would observe: in a thread that is not joined, in a task that is not awaited. A
//! hook sees every panic of the process; the network namespace of the thread tells whose it is.

mod hook;
mod inspection;
mod late;
mod message;
mod monitor;
mod panic;
mod unobserved;

pub(crate) use inspection::Moment;
pub(crate) use late::take_of_tests as take_late_panics;
pub(crate) use message::message_of;
pub(crate) use monitor::{
    FirstPoll, PanicMonitor, Role, ensure_hook, forget_last, propagate, take_last,
};
pub(crate) use unobserved::Unobserved;
