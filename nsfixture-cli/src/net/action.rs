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
    const WORDS: [(Self, &str); 4] =
        [(Self::Down, "down"), (Self::Up, "up"), (Self::Unplug, "unplug"), (Self::Plug, "plug")];

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, own)| *own == word).map(|(action, _)| *action)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS.iter().find(|(action, _)| action == self).map(|(_, word)| *word);
        f.write_str(word.unwrap_or_default())
    }
}
