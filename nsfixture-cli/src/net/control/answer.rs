//! What a request returns.

use serde::{Deserialize, Serialize};

use crate::net::fault::DirectionCounters;

/// What has been done.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    Done,
    Counters(Vec<DirectionCounters>),
}
