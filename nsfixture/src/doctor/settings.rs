//! Settings of the machine and of the process that can keep it from making namespaces.

use super::{Group, Row, Verdict, way_in};
use crate::access::{self, Inquiry};
use crate::kernel::facts::Facts;
use crate::kernel::trial::Refusal;

pub(super) fn group(inquiry: &Inquiry) -> Group {
    let facts = &inquiry.facts;
    let how = way_in::refused().map(|(_, how)| how);
    let denied = matches!(how, Some(Refusal::Kernel(libc::EPERM | libc::EACCES)))
        || (facts.userns_clone_denied && matches!(how, Some(Refusal::Filter(libc::EPERM))));
    let filtered = denied
        || matches!(
            how,
            Some(Refusal::Filter(_) | Refusal::KilledByFilter | Refusal::Kernel(libc::ENOSYS))
        );
    let stuck = inquiry.decision.is_err();
    let lacks = stuck || !inquiry.notes().is_empty();
    let filter = match facts.seccomp_filter {
        true => "a filter is in force",
        false if facts.no_proc => "not known, for want of /proc",
        false => "no filter",
    };
    let mut rows = capabilities(facts, stuck);
    rows.push(row("seccomp", filter, facts.seccomp_filter && filtered, access::unfiltered));
    rows.push(security_module(facts, denied));
    rows.push(row(
        "unprivileged_userns_clone",
        if facts.userns_clone_denied { "0" } else { "1, or not there" },
        facts.userns_clone_denied && denied,
        || access::CLONE.to_owned(),
    ));
    rows.push(row(
        "user",
        if facts.is_unmapped { "not mapped in its user namespace" } else { "mapped" },
        facts.is_unmapped && denied,
        || access::MAPPED.to_owned(),
    ));
    rows.push(row(
        "root directory",
        if facts.masks.in_chroot { "in a chroot" } else { "in no chroot that can be seen" },
        facts.masks.in_chroot && stuck,
        || access::OUTSIDE.to_owned(),
    ));
    rows.extend(mounts(facts, lacks));
    Group { is_of_kernel: false, name: "settings", rows }
}

fn row(name: &str, what: &str, hinders: bool, cure: impl FnOnce() -> String) -> Row {
    if hinders {
        Row::new(name, Verdict::Hinders, what).cured_by(cure())
    } else {
        Row::new(name, Verdict::Allows, what)
    }
}

fn capabilities(facts: &Facts, stuck: bool) -> Vec<Row> {
    let is_bounded = !facts.out_of_bounds.is_empty();
    let bounds = if is_bounded {
        format!("has no {}", access::list(&facts.out_of_bounds))
    } else {
        "has what it takes".to_owned()
    };
    let cure = || access::capabilities(facts);
    let new = if facts.no_new_privileges { "set: `sudo` gives nothing" } else { "not set" };
    vec![
        row("bounding set", &bounds, is_bounded && stuck, cure),
        row("no_new_privs", new, facts.no_new_privileges && stuck, cure),
    ]
}

fn security_module(facts: &Facts, denied: bool) -> Row {
    let name = "security module";
    match &facts.label {
        Some(label) => {
            let what = format!("`{label}` is in force");
            row(name, &what, denied, || access::confined(label).1)
        }
        None if facts.apparmor_restricts => {
            let what = "AppArmor restricts user namespaces of programs without a profile";
            row(name, what, denied, || access::APPARMOR.to_owned())
        }
        None => Row::new(name, Verdict::Allows, "has no rule for this process that can be seen"),
    }
}

fn mounts(facts: &Facts, lacks: bool) -> [Row; 2] {
    let masks = &facts.masks;
    let cure = || format!("a container: {}", access::UNMASKED);
    let is_read_only = masks.keeps_from_writing("/proc/sys/net");
    let hinders = facts.no_proc || !masks.proc.is_empty() || is_read_only;
    let proc = masked(facts.no_proc, &masks.proc, is_read_only);
    let is_read_only = masks.keeps_from_writing("/sys");
    let sys = masked(false, &masks.sys, is_read_only);
    [
        row("/proc", &proc, hinders && lacks, cure),
        row("/sys", &sys, (is_read_only || !masks.sys.is_empty()) && lacks, cure),
    ]
}

fn masked(is_gone: bool, masks: &[String], is_read_only: bool) -> String {
    match (is_gone, masks, is_read_only) {
        (true, ..) => "masked as a whole, or not mounted".to_owned(),
        (false, [], false) => "not masked".to_owned(),
        (false, [], true) => "can only be read".to_owned(),
        (false, masks, _) => format!("masked: {}", masks.join(", ")),
    }
}
