//! Services: programs in a host whose output and end are recorded.

mod conditions;
mod handle;
mod start;
mod waits;

pub use handle::Service;
