//! Recorded packets. Pure, as `wire` is.

mod decode;
mod ladder;
mod point;
mod record;
mod ring;

pub(crate) use ladder::{Row, rows, text};
pub(crate) use point::Point;
pub(crate) use record::{Fate, Record};
pub(crate) use ring::Ring;
