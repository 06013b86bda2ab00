//! The report, as plain data.
#![cfg_attr(
    any(not(target_os = "linux"), nsfixture_unsupported),
    allow(dead_code, reason = "there, nothing is examined")
)]

use nsfixture::Unavailable;

/// A report on a machine.
#[derive(Debug, Clone)]
pub(super) struct Report {
    /// The system and its version.
    pub(super) kernel: String,
    /// What happens to a test.
    pub(super) outlook: Outlook,
    /// What was examined, in the order of the report.
    pub(super) groups: Vec<Group>,
}

/// What happens to a test with `#[ns_test]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outlook {
    /// It runs, with access by this means.
    Runs(&'static str),
    /// It is skipped.
    Skips {
        /// The reason.
        reason: String,
        /// What to do about it.
        fix: String,
    },
    /// It fails, with this error.
    Fails(String),
}

impl Outlook {
    pub(super) fn skips(unavailable: &Unavailable) -> Self {
        let (reason, fix) = (unavailable.reason().to_owned(), unavailable.fix().to_owned());
        Self::Skips { reason, fix }
    }
}

/// Rows that belong together.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// True for features of the kernel that this crate does not need itself.
    pub(super) is_of_kernel: bool,
    /// The name of the group.
    pub(super) name: &'static str,
    /// The rows.
    pub(super) rows: Vec<Row>,
}

/// One thing that was examined.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The name of the row.
    pub(super) name: String,
    /// The result.
    pub(super) verdict: Verdict,
    /// A description, or the value of a setting.
    pub(super) what: String,
    /// Why it does not work.
    pub(super) why: Option<String>,
    /// What to do about it.
    pub(super) fix: Option<String>,
}

/// The result of an examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It was tried, and works.
    Works,
    /// A setting that blocks nothing.
    Allows,
    /// A setting that may be what blocks a network.
    Blocks,
    /// This kernel or this machine does not have it.
    Missing,
    /// The kernel does not let it be used.
    Refused,
    /// Something else went wrong.
    Failed,
    /// It was not tried.
    NotTried,
}

impl Verdict {
    /// Returns the verdict as a word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Allows => "allows",
            Self::Blocks => "blocks",
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
