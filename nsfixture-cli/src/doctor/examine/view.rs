//! The view from inside a host, part by part.

use nsfixture::__cli::{ProbeResult, VIEW_PARTS, ViewPart};

use crate::doctor::report::{Group, Row, Verdict};

pub(super) fn group(result: &ProbeResult) -> Group {
    let notes = result.notes();
    let rows = VIEW_PARTS.map(|part| {
        let (name, what) = of(part);
        if result.decision.is_err() {
            return Row::new(name, Verdict::NotTried, what);
        }
        match notes.iter().find(|note| note.part == part) {
            None => Row::new(name, Verdict::Works, what),
            Some(note) => {
                let row = Row::new(name, Verdict::Refused, what)
                    .because(format!("{}: {}", note.reason, note.consequence));
                match &note.fix {
                    Some(fix) => row.fixed_by(fix),
                    None => row,
                }
            }
        }
    });
    Group { is_of_kernel: false, name: "view from a host", rows: rows.into() }
}

fn of(part: ViewPart) -> (&'static str, &'static str) {
    match part {
        ViewPart::Sys => ("/sys/class/net", "its own interfaces"),
        ViewPart::ProcNet => ("/proc/net", "its own network, for threads, too"),
        ViewPart::Run => ("/run and /etc/hosts", "its own, so that host names resolve"),
        ViewPart::Sysctl => ("/proc/sys/net", "writable, for the same start everywhere"),
        ViewPart::HostName => ("host name", "its own"),
    }
}
