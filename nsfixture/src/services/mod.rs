//! The services of a network: programs whose output and end are recorded.

mod errors;
mod lines;
mod record;
mod report;
mod running;
mod supervisor;
mod words;

pub(crate) use running::{Exit, Running};
pub(crate) use supervisor::Services;
