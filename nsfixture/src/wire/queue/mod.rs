//! Where packets wait: for the rate, and for their delay to pass.

mod bottleneck;
mod buffer;
mod codel;
mod fifo;
mod item;
mod limit;
mod line;
mod link;
mod opportunities;
mod traced;

pub(crate) use buffer::Buffer;
