//! Quantities with units: durations, rates, shares and the lengths of queues. One parser reads the number,
//! and all messages about one have the same wording.

mod quantity;
mod queue;
mod rate;
mod share;
mod time;

pub use quantity::{too_large, unit_missing};
pub use queue::queue;
pub use rate::rate;
pub use share::share;
pub use time::{delay, duration};
