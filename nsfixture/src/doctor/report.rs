//! What was found, as plain data.

/// All that was found of a machine.
#[derive(Debug, Clone)]
pub struct Report {
    /// The system and its version.
    pub kernel: String,
    /// What becomes of a test.
    pub outlook: Outlook,
    /// What was tried and looked at, in the order in which it is told.
    pub groups: Vec<Group>,
}

/// What becomes of a test with `#[ns_test]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outlook {
    /// It runs; the way in.
    Runs(&'static str),
    /// It is skipped, with these words.
    Skips {
        /// Why.
        reason: String,
        /// What would change that.
        fix: String,
    },
    /// It fails, with this error.
    Fails(String),
}

/// Rows that are told of together.
#[derive(Debug, Clone)]
pub struct Group {
    /// Whether they are features of the kernel, not of this project.
    pub is_of_kernel: bool,
    /// What they are.
    pub name: &'static str,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One thing that was tried or looked at.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What came of it.
    pub verdict: Verdict,
    /// What it is, or what it is set to.
    pub what: String,
    /// Why it does not work.
    pub why: Option<String>,
    /// What would change that.
    pub fix: Option<String>,
}

/// What came of a try or a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was tried, and works.
    Works,
    /// It was looked at, and stands in nobody's way.
    Allows,
    /// It was looked at, and may be what stands in the way.
    Hinders,
    /// There is no such thing here.
    Missing,
    /// It may not be used.
    Refused,
    /// Something else went wrong.
    Failed,
    /// It was not tried.
    NotTried,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Works,
        Self::Allows,
        Self::Hinders,
        Self::Missing,
        Self::Refused,
        Self::Failed,
        Self::NotTried,
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Allows => "allows",
            Self::Hinders => "hinders",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::NotTried => "not tried",
        }
    }
}

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
impl Row {
    /// A row without a reason and a fix.
    pub(super) fn new(name: impl Into<String>, verdict: Verdict, what: impl Into<String>) -> Self {
        Self { name: name.into(), verdict, what: what.into(), why: None, fix: None }
    }

    pub(super) fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    pub(super) fn fixed_by(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}
