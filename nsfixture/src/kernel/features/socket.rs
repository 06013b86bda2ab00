//! Sockets (socket(2)).

use super::refusal::Refusal;
use crate::kernel::bare::syscalls as raw;

/// Opens one, and closes it.
pub(super) fn make(family: i32, kind: i32, protocol: i32) -> Result<(), Refusal> {
    raw::socket(family, kind, protocol).map(raw::close).map_err(Refusal::from)
}
