//! What can be done with a link or a LAN.

use std::fmt;

use clap::ValueEnum;

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Action {
    /// Set both ends down: routes through them are removed
    Down,
    /// Set both ends up, and restore their addresses and routes
    Up,
    /// Unplug cables of a LAN from its switch: hosts lose the carrier, and keep the rest
    Unplug,
    /// Plug them in again
    Plug,
}

impl Action {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::from_str(word, false).ok()
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value().expect("no action is hidden from the command line");
        f.write_str(value.get_name())
    }
}
