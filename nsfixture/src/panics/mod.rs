//! Panics that nobody would observe: in a thread that is not joined, in a task that is not awaited. A
//! hook sees every panic of the process; the network namespace of the thread tells whose it is.

mod message;
mod monitor;
mod panic;
mod strays;
mod unobserved;

pub(crate) use message::message_of;
pub(crate) use monitor::{FirstPoll, PanicMonitor, Role, forget_last, propagate, take_last};
pub(crate) use strays::take_of_tests as take_stray_panics;
pub(crate) use unobserved::Unobserved;
