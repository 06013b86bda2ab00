//! How much is printed of a test that has failed.

/// How much of a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ReportLevel {
    /// No more than 40 lines, with the two of the failure and of the place of the files.
    #[default]
    Short,
    Full,
    /// The place of the files only.
    None,
}

impl ReportLevel {
    /// The words for the levels.
    pub(crate) const WORDS: &str = "`short`, `full` or `none`";

    /// Returns the level of this name. Without one it is the default.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "" | "short" => Some(Self::Short),
            "full" => Some(Self::Full),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_names() {
        for word in ["", "short"] {
            assert_eq!(ReportLevel::parse(word), Some(ReportLevel::Short), "{word}");
        }
        assert_eq!(ReportLevel::parse("full"), Some(ReportLevel::Full));
        assert_eq!(ReportLevel::parse("none"), Some(ReportLevel::None));
        assert_eq!(ReportLevel::parse("Full"), None);
    }
}
