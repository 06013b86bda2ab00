//! The threads of this process that are in a network.

mod blocked;
mod idle;
mod listing;
mod own;
mod state;

pub(crate) use blocked::Blocked;
pub(crate) use idle::{
    BusyThread, CPU_TIME_LIMIT, Foreign, InFlight, Traffic, Waited, wait_until_idle,
};
pub(crate) use listing::{threads_in, wait_until_gone};
pub(crate) use own::{OwnThread, Part};
pub use state::fields_from_third;
