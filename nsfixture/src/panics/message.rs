//! The message of a panic.

use std::any::Any;

/// Returns the message of a panic, if it has one.
pub(crate) fn message_of(payload: &(dyn Any + Send)) -> &str {
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| payload.downcast_ref::<&'static str>().copied()).unwrap_or("(no message)")
}
