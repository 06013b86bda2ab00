//! The report of a test that has failed: what is known of it, as JSON, as a page and as lines for a terminal. Pure.

mod data;
mod json;
mod page;
mod serialize;
mod terminal;
#[cfg(test)]
mod tests;

pub(crate) use data::{Failure, HostReport, Report, TestReport, Traffic};
pub(crate) use page::page;
pub(crate) use serialize::json;
pub(crate) use terminal::{Line, lines};
