//! The services of a network: programs whose output and end are recorded.

mod errors;
mod lines;
mod record;
mod report;
mod running;
mod state;
mod supervisor;
mod words;

pub(crate) use report::{ServiceReport, describe_all};
pub(crate) use running::{Running, Search};
pub(crate) use state::Exit;
pub(crate) use supervisor::Services;
