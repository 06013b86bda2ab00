//! Where packets wait: for the rate, and for their delay to pass.

mod codel;
mod fifo;
mod item;
mod limit;
mod line;
mod link;

pub(crate) use fifo::{Fifo, Served};
pub(crate) use item::Item;
pub(crate) use line::Line;
