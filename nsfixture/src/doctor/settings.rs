//! Settings of the machine and of the process that can keep it from making namespaces.

use super::{Group, Row, Verdict};
use crate::access::Inquiry;

pub(super) fn group(inquiry: &Inquiry) -> Group {
    let facts = &inquiry.facts;
    let stuck = inquiry.decision.is_err() || !inquiry.notes().is_empty();
    let row = |name: &str, hinders: bool, what: String| {
        let verdict = if hinders && stuck { Verdict::Hinders } else { Verdict::Allows };
        Row::new(name, verdict, what)
    };
    let bounding = if facts.out_of_bounds.is_empty() {
        "has what it takes".to_owned()
    } else {
        format!("has no {}", facts.out_of_bounds.join(", "))
    };
    let new_privileges =
        if facts.no_new_privileges { "set: `sudo` gives nothing" } else { "not set" };
    let filter = if facts.seccomp_filter { "a filter is in force" } else { "no filter" };
    let (is_confined, module) = match (&facts.label, facts.apparmor_restricts) {
        (Some(label), _) => (true, format!("`{label}` is in force")),
        (None, true) => {
            (true, "AppArmor restricts user namespaces of users without a profile".to_owned())
        }
        (None, false) => (false, "nothing for this process".to_owned()),
    };
    let clone = if facts.userns_clone_denied { "0" } else { "1, or not there" };
    let place = if facts.masks.in_chroot { "in a chroot" } else { "in no chroot" };
    let masks = &facts.masks;
    let proc_read_only = masks.keeps_from_writing("/proc/sys/net");
    let sys_read_only = masks.keeps_from_writing("/sys");
    Group {
        is_of_kernel: false,
        name: "settings",
        rows: vec![
            row("bounding set", !facts.out_of_bounds.is_empty(), bounding),
            row("no_new_privs", facts.no_new_privileges, new_privileges.to_owned()),
            row("seccomp", facts.seccomp_filter, filter.to_owned()),
            row("security module", is_confined, module),
            row("unprivileged_userns_clone", facts.userns_clone_denied, clone.to_owned()),
            row("root directory", masks.in_chroot, place.to_owned()),
            row(
                "/proc",
                facts.no_proc || !masks.proc.is_empty() || proc_read_only,
                masked(facts.no_proc, &masks.proc, proc_read_only),
            ),
            row(
                "/sys",
                !masks.sys.is_empty() || sys_read_only,
                masked(false, &masks.sys, sys_read_only),
            ),
        ],
    }
}

fn masked(is_gone: bool, masks: &[String], is_read_only: bool) -> String {
    match (is_gone, masks, is_read_only) {
        (true, ..) => "masked as a whole, or not mounted".to_owned(),
        (false, [], false) => "not masked".to_owned(),
        (false, [], true) => "can only be read".to_owned(),
        (false, masks, _) => format!("masked: {}", masks.join(", ")),
    }
}
