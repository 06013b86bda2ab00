//! The examination of this machine, by probing whatever can be probed.

use super::report::{Outlook, Report};
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
use super::{features, limits, settings, steps, sysinfo, view};

/// Examines this machine. The process must have one thread.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(super) fn this_machine() -> Report {
    use nsfixture::__cli;

    // In a user namespace of its own the process has other limits.
    let of_namespaces = limits::of_namespaces();
    // Like a test's process.
    __cli::enter_as_current_user();
    __cli::silence_notes();
    let result = __cli::probe_result();
    let network = steps::network();
    let outlook = match (&result.decision, &network) {
        (Err(unavailable), _) => Outlook::skips(unavailable),
        (Ok(_), Err(error)) => Outlook::Fails(error.to_string()),
        (Ok(_), Ok(_)) => Outlook::Runs(steps::name()),
    };
    let mut groups = vec![
        steps::group(result, network),
        settings::group(result),
        view::group(result),
        limits::group(of_namespaces),
    ];
    groups.extend(features::groups(result.decision.is_ok()));
    Report { kernel: format!("Linux {}", sysinfo::release()), outlook, groups }
}

/// Reports that there is nothing to examine.
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
pub(super) fn this_machine() -> Report {
    let unavailable = nsfixture::unavailable().expect("there are no networks on this system");
    let outlook = Outlook::skips(unavailable);
    Report { kernel: std::env::consts::OS.to_owned(), outlook, groups: Vec::new() }
}
