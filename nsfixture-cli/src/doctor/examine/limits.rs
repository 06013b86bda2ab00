//! Limits on what a network needs.

use std::fs;

use nsfixture::__cli;

use super::{ids, sysinfo};
use crate::doctor::report::{Group, Row, Verdict};

/// The limits on namespaces, each with its value.
pub(super) type NamespaceLimits = [(&'static str, Option<u64>); 3];

/// Returns the limits of the process's user namespace.
pub(super) fn of_namespaces() -> NamespaceLimits {
    ["user.max_user_namespaces", "user.max_net_namespaces", "user.max_mnt_namespaces"].map(|name| {
        let path = format!("/proc/sys/{}", name.replace('.', "/"));
        (name, fs::read_to_string(path).ok().and_then(|text| text.trim().parse().ok()))
    })
}

pub(super) fn group(of_namespaces: NamespaceLimits) -> Group {
    let mut rows = vec![kernel(&sysinfo::release())];
    rows.extend(of_namespaces.map(|(name, limit)| count(name, limit)));
    if let Ok((soft, hard)) = sysinfo::open_files() {
        let hosts =
            hard.map_or(u64::MAX, |hard| hard.saturating_sub(__cli::SPARE)) / __cli::PER_HOST;
        let what = format!("{}, up to {}: {hosts} hosts", finite(soft), finite(hard));
        rows.push(Row::new("open files", allows(hosts > 0), what));
    }
    if let Ok((soft, _)) = sysinfo::threads() {
        let what = format!("{} (each host uses one)", finite(soft));
        rows.push(Row::new("threads of the user", Verdict::Allows, what));
    }
    rows.extend(ids::rows());
    Group { is_of_kernel: false, name: "limits", rows }
}

fn allows(does: bool) -> Verdict {
    if does { Verdict::Allows } else { Verdict::Blocks }
}

fn count(name: &str, limit: Option<u64>) -> Row {
    let what = limit.map_or("unknown".to_owned(), |limit| limit.to_string());
    let row = Row::new(name, allows(limit != Some(0)), what);
    if limit == Some(0) { row.fixed_by(format!("`sysctl {name}=15000`")) } else { row }
}

fn kernel(release: &str) -> Row {
    let mut numbers = release.split(['.', '-']).map_while(|number| number.parse::<u32>().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    match version {
        (5, 14..) | (6.., _) => Row::new("kernel", Verdict::Allows, release),
        (5, 3..) => Row::new("kernel", Verdict::Blocks, release)
            .because("processes started by a killed test are not cleaned up")
            .fixed_by("use Linux 5.14 or later"),
        _ => Row::new("kernel", Verdict::Blocks, release)
            .because("requires Linux 5.3 or later")
            .fixed_by("use Linux 5.14 or later"),
    }
}

fn finite(limit: Option<u64>) -> String {
    limit.map_or("no limit".to_owned(), |limit| limit.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(release: &str, verdict: Verdict) {
        assert_eq!(kernel(release).verdict, verdict, "{release}");
    }

    #[test]
    fn blocks_old_kernels() {
        check("6.18.44-fc-v657", Verdict::Allows);
        check("5.14.0-503.el9.x86_64", Verdict::Allows);
        check("7.0", Verdict::Allows);
        check("5.10.0-9-amd64", Verdict::Blocks);
        check("4.19.0", Verdict::Blocks);
    }
}
