//! Errors, as one opaque type.

mod convert;
mod display;
mod hint;
mod inspect;
mod operation;
mod types;
mod unknown_name;

pub(crate) use convert::or_panic;
pub(crate) use operation::Operation;
pub use types::Error;
pub(crate) use types::{KernelError, Kind};
