//! The decision to run or to skip, from the probe and the machine's settings.

mod diagnose;
pub mod fix;
mod note;
mod packet_sockets;
mod routers;

use std::sync::{LazyLock, OnceLock};

use crate::error::Error;
use crate::kernel::bare::probe;
use crate::kernel::bare::probe_report::{Denial, ProbeReport};
use crate::kernel::bare::stage::Stage;
use crate::kernel::bare::syscalls;
use crate::kernel::entry::constructor;
use crate::kernel::entry::environment::{self, Environment};
use crate::kernel::entry::outcome::EntryOutcome;
use crate::output;
use crate::unavailable::Unavailable;

pub use diagnose::no_capabilities;
pub use note::Note;
use note::notes;
pub(crate) use packet_sockets::explain_refusal;
pub use packet_sockets::no_packet_sockets;
pub(crate) use routers::check as check_routers;

/// Returns why `#[ns_test]` skips tests on this machine, if it does.
///
/// This is decided once in a process, by a probe in a forked child.
///
/// ```
/// match nsfixture::unavailable() {
///     Some(unavailable) => println!("{}; fix: {}", unavailable.reason(), unavailable.fix()),
///     None => println!("networks are available"),
/// }
/// ```
pub fn unavailable() -> Option<&'static Unavailable> {
    access().err()
}

/// Set once the notes have been printed.
static NOTES_PRINTED: OnceLock<()> = OnceLock::new();

/// Keeps the notes from being printed, for a caller that prints them otherwise.
pub fn silence_notes() {
    NOTES_PRINTED.get_or_init(|| ());
}

/// Returns the decision, which is made once in a process, and prints the notes then.
pub(crate) fn access() -> Result<&'static ProbeReport, &'static Unavailable> {
    let result = probe_result();
    NOTES_PRINTED.get_or_init(|| {
        for note in result.notes() {
            output::print_line(&note.to_string());
        }
    });
    result.decision.as_ref()
}

/// Returns what the probe is likely to find, if it has not run: it takes as long as setting up a network, which finds the
/// same, for a process that has the capabilities. What is refused is then probed ([`access`]).
pub(crate) fn presumed() -> Option<ProbeReport> {
    let has_capabilities = matches!(constructor::outcome(), EntryOutcome::Capabilities);
    // A filter may kill the process.
    let is_likely = has_capabilities && !syscalls::may_have_seccomp_filter();
    (RESULT.get().is_none() && is_likely).then(ProbeReport::presumed)
}

/// Returns true if something is short that a smaller network, or a later one, may have.
pub(crate) fn is_of_limit(error: &Error) -> bool {
    match error.raw_os_error() {
        Some(libc::EAGAIN | libc::EMFILE | libc::ENFILE | libc::ENOMEM) => true,
        // Namespaces (unshare(2)): none at all, or no more.
        Some(libc::ENOSPC) => !environment::gather().forbids_namespaces(),
        _ => false,
    }
}

/// The decision about this machine, and what it is based on.
pub struct ProbeResult {
    /// Gathered once they are to explain something.
    environment: LazyLock<Environment>,
    /// What the probe found, or why tests are skipped.
    pub decision: Result<ProbeReport, Unavailable>,
}

impl ProbeResult {
    /// Returns the settings of the machine.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Returns what hosts lack on this machine.
    pub fn notes(&self) -> Vec<Note> {
        match &self.decision {
            Ok(probe) if !probe.supports_all() => notes(probe, &self.environment),
            _ => Vec::new(),
        }
    }
}

static RESULT: OnceLock<ProbeResult> = OnceLock::new();

/// Returns the decision, which is made once in a process, with what it is based on. Prints nothing.
pub fn probe_result() -> &'static ProbeResult {
    RESULT.get_or_init(|| {
        let environment = LazyLock::new(environment::gather as fn() -> _);
        let decision = decide(constructor::outcome(), &environment);
        ProbeResult { environment, decision }
    })
}

/// Returns why a process without capabilities would be denied.
pub fn explain_rootless(stage: Stage, how: Denial, environment: &Environment) -> Unavailable {
    diagnose::explain(stage, how, true, environment)
}

fn decide(
    outcome: EntryOutcome,
    environment: &LazyLock<Environment>,
) -> Result<ProbeReport, Unavailable> {
    let (report, rootless) = match outcome {
        EntryOutcome::Capabilities => (probe::run(false), false),
        EntryOutcome::Entered(report) | EntryOutcome::Denied(report) => (report, true),
        EntryOutcome::Failed(stage, errno) => {
            return Err(diagnose::explain(stage, Denial::Kernel(errno), true, environment));
        }
        EntryOutcome::Listing => {
            return Err(Unavailable {
                reason: "the process was started with `--list`, which lists tests and runs none"
                    .to_owned(),
                fix: "give the option another name, or run as root".to_owned(),
            });
        }
        EntryOutcome::Disabled => {
            return Err(Unavailable {
                reason: "the process lacks CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_SYS_CHROOT, and \
                         NSFIXTURE_USERNS=never prevents entering a user namespace"
                    .to_owned(),
                fix: "unset NSFIXTURE_USERNS, or run as root".to_owned(),
            });
        }
    };
    match report.denied {
        None => Ok(report),
        Some((stage, how)) => Err(diagnose::explain(stage, how, rootless, environment)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::bare::stage::Stage;

    #[test]
    fn a_denial_is_explained() {
        let denied = Some((Stage::UserNamespace, Denial::Kernel(libc::EPERM)));
        let report = ProbeReport { denied, view: Default::default(), is_presumed: false };
        let unavailable =
            decide(EntryOutcome::Denied(report), &LazyLock::new(Environment::default))
                .expect_err("it was denied");
        assert!(unavailable.reason.contains("cannot create a user namespace"), "{unavailable}");
    }

    #[test]
    fn nsfixture_userns_never_denies_networks() {
        let unavailable = decide(EntryOutcome::Disabled, &LazyLock::new(Environment::default))
            .expect_err("user namespaces are disabled");
        assert!(unavailable.reason.contains("NSFIXTURE_USERNS=never"), "{unavailable}");
    }

    #[test]
    fn a_process_that_lists_tests_has_no_networks() {
        let unavailable = decide(EntryOutcome::Listing, &LazyLock::new(Environment::default))
            .expect_err("no user namespace was entered");
        assert!(unavailable.reason.contains("`--list`"), "{unavailable}");
    }

    #[test]
    fn a_probe_that_passes_allows_networks() {
        let report = ProbeReport { denied: None, view: Default::default(), is_presumed: false };
        assert!(
            decide(EntryOutcome::Entered(report), &LazyLock::new(Environment::default)).is_ok()
        );
    }
}
