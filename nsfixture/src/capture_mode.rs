//! How much of the packets of a network is recorded.

/// What is recorded of each packet that a host receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaptureMode {
    /// Nothing.
    Off,
    /// The first bytes, with all headers.
    Headers,
    /// All of it.
    Full,
}

/// The bytes that are recorded of each packet: headers with their options, and small messages, such as those of DNS.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
const FIRST_BYTES: u32 = 256;

impl CaptureMode {
    /// The words for them.
    pub(crate) const WORDS: [(&str, Self); 3] =
        [("off", Self::Off), ("headers", Self::Headers), ("full", Self::Full)];

    /// Returns what a word means.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, mode)| mode)
    }

    /// Returns how much of each packet is recorded; everything if `None`.
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    pub(crate) fn first_bytes(self) -> Option<u32> {
        (self != Self::Full).then_some(FIRST_BYTES)
    }
}
