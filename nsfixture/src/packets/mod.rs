//! Recorded packets. Pure, as `wire` is.

mod point;
mod record;
mod ring;

pub(crate) use point::Point;
pub(crate) use record::{Fate, Record};
pub(crate) use ring::Ring;
