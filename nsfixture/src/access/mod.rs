//! Whether this process can have networks of its own: from what was tried to run or skip.

mod cause;
mod note;

use std::sync::OnceLock;

use crate::blocker::Blocker;
use crate::kernel::constructor::{self, Found};
use crate::kernel::facts::{self, Facts};
#[cfg(feature = "cli")]
use crate::kernel::trial::Stage;
use crate::kernel::trial::{Findings, Refusal};
use crate::report;

#[cfg(feature = "cli")]
pub(crate) use cause::{
    APPARMOR, CLONE, MAPPED, OUTSIDE, UNMASKED, capabilities, confined, list, no_capabilities,
    unfiltered,
};
pub(crate) use note::{Note, notes};

/// Why `#[ns_test]` would skip a test on this machine, if it would: the reason and a cure.
///
/// The decision is made once in a process, by trying in a forked child.
///
/// ```
/// match nsfixture::unavailable() {
///     Some(reason) => println!("no networks here: {reason}"),
///     None => println!("networks can be made"),
/// }
/// ```
pub fn unavailable() -> Option<String> {
    access().err().map(ToString::to_string)
}

/// Whether it was said what nodes do without.
static SAID: OnceLock<()> = OnceLock::new();

/// Keeps what nodes do without from being said, for somebody who says it otherwise.
#[cfg(feature = "cli")]
pub(crate) fn be_quiet() {
    SAID.get_or_init(|| ());
}

/// The decision, made once in a process; what nodes do without is said then.
pub(crate) fn access() -> Result<&'static Findings, &'static Blocker> {
    let inquiry = inquiry();
    SAID.get_or_init(|| {
        for note in inquiry.notes() {
            report::say(&note.to_string());
        }
    });
    inquiry.decision.as_ref()
}

/// What was found out of this machine.
pub(crate) struct Inquiry {
    pub(crate) facts: Facts,
    pub(crate) decision: Result<Findings, Blocker>,
}

impl Inquiry {
    /// What nodes do without.
    pub(crate) fn notes(&self) -> Vec<Note> {
        self.decision.as_ref().map_or_else(|_| Vec::new(), |findings| notes(findings, &self.facts))
    }
}

/// The same, made once in a process, with what it comes from; nothing is said.
pub(crate) fn inquiry() -> &'static Inquiry {
    static INQUIRY: OnceLock<Inquiry> = OnceLock::new();
    INQUIRY.get_or_init(|| {
        let (found, facts) = (constructor::found(), facts::gather());
        let decision = decide(found, &facts);
        Inquiry { facts, decision }
    })
}

/// Why others, who have no capabilities, would not get in.
#[cfg(feature = "cli")]
pub(crate) fn explain_rootless(stage: Stage, how: Refusal, facts: &Facts) -> Blocker {
    cause::explain(stage, how, true, facts)
}

fn decide(found: Found, facts: &Facts) -> Result<Findings, Blocker> {
    let (findings, rootless) = match found {
        Found::Capabilities => (crate::kernel::try_capabilities(), false),
        Found::Entered(findings) | Found::Refused(findings) => (findings, true),
        Found::Failed(stage, errno) => {
            return Err(cause::explain(stage, Refusal::Kernel(errno), true, facts));
        }
        Found::Never => {
            return Err(Blocker {
                reason: "the process lacks CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_SYS_CHROOT, and \
                         NSFIXTURE_USERNS=never keeps it from entering a user namespace"
                    .to_owned(),
                cure: "unset NSFIXTURE_USERNS, or run it as root".to_owned(),
            });
        }
    };
    match findings.refused {
        None => Ok(findings),
        Some((stage, how)) => Err(cause::explain(stage, how, rootless, facts)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::trial::Stage;

    #[test]
    fn what_is_refused_is_explained() {
        let refused = Some((Stage::UserNamespace, Refusal::Kernel(libc::EPERM)));
        let findings = Findings { refused, view: Default::default() };
        let blocker = decide(Found::Refused(findings), &Facts::default()).expect_err("it was");
        assert!(blocker.reason.contains("no user namespace can be made"), "{blocker}");
    }

    #[test]
    fn never_is_respected() {
        let blocker = decide(Found::Never, &Facts::default()).expect_err("it is forbidden");
        assert!(blocker.reason.contains("NSFIXTURE_USERNS=never"), "{blocker}");
    }

    #[test]
    fn what_works_is_allowed() {
        let findings = Findings { refused: None, view: Default::default() };
        assert!(decide(Found::Entered(findings), &Facts::default()).is_ok());
    }
}
