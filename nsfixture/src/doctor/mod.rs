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
mod view;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod way_in;

pub use report::{Group, Outlook, Report, Row, Verdict};

/// Looks at this machine, and tries all that can be tried.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[must_use]
pub fn examine() -> Report {
    use crate::access;
    use crate::kernel::command::sysinfo;

    access::silence_notes();
    let inquiry = access::probe_result();
    let network = way_in::network();
    let outlook = match (&inquiry.decision, &network) {
        (Err(blocker), _) => {
            Outlook::Skips { reason: blocker.reason.clone(), fix: blocker.fix.clone() }
        }
        (Ok(_), Err(error)) => Outlook::Fails(error.to_string()),
        (Ok(_), Ok(_)) => Outlook::Runs(way_in::name()),
    };
    let mut groups = vec![
        way_in::group(inquiry, network),
        settings::group(inquiry),
        view::group(inquiry),
        limits::group(),
    ];
    groups.extend(features::groups(inquiry.decision.is_ok()));
    Report { kernel: format!("Linux {}", sysinfo::release()), outlook, groups }
}

/// There is nothing to look at.
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
#[must_use]
pub fn examine() -> Report {
    let said = crate::unavailable().map(ToString::to_string).unwrap_or_default();
    let (reason, fix) = said.split_once("; ").unwrap_or((&said, ""));
    let outlook = Outlook::Skips { reason: reason.to_owned(), fix: fix.to_owned() };
    Report { kernel: std::env::consts::OS.to_owned(), outlook, groups: Vec::new() }
}
