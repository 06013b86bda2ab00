//! The front end that files, serde and the attribute `#[ns_test]` share: from entries with places in
//! a source to a topology.
//!
//! An adapter turns its source into [`Entry`]s and [`Value`]s. Everything that gives these a meaning
//! is here: the keys, the kinds of values, the mistakes and their wording. `S` is the type of a place
//! in the source.

mod description;
mod dialect;
mod document;
mod fault;
mod faults;
mod foreign;
mod from;
mod guess;
mod keys;
pub mod messages;
mod options;
mod schedule_words;
mod segment;
mod spans;
mod texts;
mod value;

pub use description::Description;
pub use dialect::{ATTRIBUTE, Dialect, FILE};
pub(crate) use document::read as read_document;
pub use fault::FaultSource;
pub(crate) use faults::read_faults;
pub use keys::{is_table, names_hosts, option_keys};
pub use segment::SegmentSource;
pub use value::{Entry, Text, Value, ValueKind};
