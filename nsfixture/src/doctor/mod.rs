//! What this machine allows, and why not: what `nsfixture doctor` prints. For that command alone, and
//! all of it may change.

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod features;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod ids;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod limits;
mod report;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod settings;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod steps;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod view;

pub use report::{Group, Outlook, Report, Row, Verdict};

/// Examines this machine, by probing whatever can be probed.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[must_use]
pub fn examine() -> Report {
    use crate::access;
    use crate::kernel::command::sysinfo;

    access::silence_notes();
    let result = access::probe_result();
    let network = steps::network();
    let outlook = match (&result.decision, &network) {
        (Err(unavailable), _) => {
            Outlook::Skips { reason: unavailable.reason.clone(), fix: unavailable.fix.clone() }
        }
        (Ok(_), Err(error)) => Outlook::Fails(error.to_string()),
        (Ok(_), Ok(_)) => Outlook::Runs(steps::name()),
    };
    let mut groups = vec![
        steps::group(result, network),
        settings::group(result),
        view::group(result),
        limits::group(),
    ];
    groups.extend(features::groups(result.decision.is_ok()));
    Report { kernel: format!("Linux {}", sysinfo::release()), outlook, groups }
}

/// Reports that there is nothing to examine.
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
#[must_use]
pub fn examine() -> Report {
    let unavailable = crate::unavailable().expect("there are no networks on this system");
    let (reason, fix) = (unavailable.reason().to_owned(), unavailable.fix().to_owned());
    let outlook = Outlook::Skips { reason, fix };
    Report { kernel: std::env::consts::OS.to_owned(), outlook, groups: Vec::new() }
}
