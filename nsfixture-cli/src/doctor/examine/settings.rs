//! Settings of the machine and of the process that can block namespaces.

use nsfixture::__cli::{Denial, Environment, ProbeResult, fix};

use super::steps;
use crate::doctor::report::{Group, Row, Verdict};

pub(super) fn group(result: &ProbeResult) -> Group {
    let environment = result.environment();
    let how = steps::denied().map(|(_, how)| how);
    let denied = matches!(how, Some(Denial::Kernel(libc::EPERM | libc::EACCES)))
        || (environment.userns_clone_denied && matches!(how, Some(Denial::Filter(libc::EPERM))));
    let filtered = denied
        || matches!(
            how,
            Some(Denial::Filter(_) | Denial::KilledByFilter | Denial::Kernel(libc::ENOSYS))
        );
    let stuck = result.decision.is_err();
    let lacks = stuck || !result.notes().is_empty();
    let filter = match environment.seccomp_filter {
        true => "a filter is active",
        false if environment.no_proc => "unknown (no /proc)",
        false => "no filter",
    };
    let mut rows = capabilities(environment, stuck);
    rows.push(row("seccomp", filter, environment.seccomp_filter && filtered, fix::unfiltered));
    rows.push(security_module(environment, denied));
    rows.push(row(
        "unprivileged_userns_clone",
        if environment.userns_clone_denied { "0" } else { "1 or absent" },
        environment.userns_clone_denied && denied,
        || fix::CLONE.to_owned(),
    ));
    rows.push(row(
        "user",
        if environment.is_unmapped { "not mapped in its user namespace" } else { "mapped" },
        environment.is_unmapped && denied,
        || fix::MAPPED.to_owned(),
    ));
    rows.push(row(
        "root directory",
        if environment.masks.in_chroot { "in a chroot" } else { "no chroot detected" },
        environment.masks.in_chroot && stuck,
        || fix::OUTSIDE.to_owned(),
    ));
    rows.extend(mounts(environment, lacks));
    Group { is_of_kernel: false, name: "settings", rows }
}

fn row(name: &str, what: &str, blocks: bool, fix: impl FnOnce() -> String) -> Row {
    if blocks {
        Row::new(name, Verdict::Blocks, what).fixed_by(fix())
    } else {
        Row::new(name, Verdict::Allows, what)
    }
}

fn capabilities(environment: &Environment, stuck: bool) -> Vec<Row> {
    let is_bounded = !environment.missing_from_bounding_set.is_empty();
    let bounds = if is_bounded {
        format!("lacks {}", fix::list(&environment.missing_from_bounding_set))
    } else {
        "sufficient".to_owned()
    };
    let fixed = || fix::capabilities(environment);
    let new = if environment.no_new_privileges { "set: `sudo` has no effect" } else { "not set" };
    vec![
        row("bounding set", &bounds, is_bounded && stuck, fixed),
        row("no_new_privs", new, environment.no_new_privileges && stuck, fixed),
    ]
}

fn security_module(environment: &Environment, denied: bool) -> Row {
    let name = "security module";
    match &environment.confinement {
        Some(confinement) => {
            let what = format!("`{confinement}` is active");
            row(name, &what, denied, || fix::unconfined(confinement).to_owned())
        }
        None if environment.apparmor_restricts => {
            let what = "AppArmor restricts user namespaces of programs without a profile";
            row(name, what, denied, || fix::APPARMOR.to_owned())
        }
        None => Row::new(name, Verdict::Allows, "no restriction detected"),
    }
}

fn mounts(environment: &Environment, lacks: bool) -> [Row; 2] {
    let masks = &environment.masks;
    let fixed = || format!("in a container: {}", fix::UNMASKED);
    let is_read_only = masks.keeps_from_writing("/proc/sys/net");
    let blocks = environment.no_proc || !masks.proc.is_empty() || is_read_only;
    let proc = masked(environment.no_proc, &masks.proc, is_read_only);
    let is_read_only = masks.keeps_from_writing("/sys");
    let sys = masked(false, &masks.sys, is_read_only);
    [
        row("/proc", &proc, blocks && lacks, fixed),
        row("/sys", &sys, (is_read_only || !masks.sys.is_empty()) && lacks, fixed),
    ]
}

fn masked(is_gone: bool, masks: &[String], is_read_only: bool) -> String {
    match (is_gone, masks, is_read_only) {
        (true, ..) => "masked completely, or not mounted".to_owned(),
        (false, [], false) => "not masked".to_owned(),
        (false, [], true) => "read-only".to_owned(),
        (false, masks, _) => format!("masked: {}", masks.join(", ")),
    }
}
