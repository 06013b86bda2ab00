//! Where packets wait: for the rate, and for their delay to pass.

mod buffer;
mod codel;
mod fifo;
mod item;
mod limit;
mod line;
mod link;

pub(crate) use buffer::Buffer;
