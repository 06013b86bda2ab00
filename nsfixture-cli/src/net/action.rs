//! What can be done with a link or a LAN.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Action {
    /// Set both ends down: routes through them are removed
    Down,
    /// Set both ends up, and restore their addresses and routes
    Up,
    /// Unplug the cable, or all cables of a LAN: hosts lose the carrier, and keep the rest
    Unplug,
    /// Plug them in again
    Plug,
}
