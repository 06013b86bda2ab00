//! Problems with a topology, their locations and their wording.

mod kind;
mod location;
mod problems;
mod schedule;

pub(crate) use kind::Kind;
pub use location::Location;
pub(crate) use problems::in_one_line;
pub use problems::{Problem, Problems};
pub(crate) use schedule::ScheduleMistake;
