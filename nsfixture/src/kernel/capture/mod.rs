//! Recording what the hosts of a network receive.
//!
//! A packet socket at each interface copies what arrives there; one thread of the process reads them, and not at once, so
//! that traffic is not slowed down. Where a cable can be impaired, its engine records what it carries, and what it does not.

mod clock;
mod points;
mod reader;
mod recording;
mod stamps;

pub(crate) use clock::now;
pub(crate) use points::Points;
pub(crate) use reader::{close_in_background, prepare};
pub(crate) use recording::{Position, Recorded, Recording};
pub(crate) use stamps::{may_be_off as may_lack_stamps, wait as wait_for_stamps};
