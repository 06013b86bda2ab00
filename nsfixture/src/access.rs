//! Whether this process can have networks of its own: from what was tried to run or skip.

use std::sync::OnceLock;

use crate::blocker::Blocker;
use crate::kernel::constructor::{self, Found};
use crate::kernel::facts::{self, Facts};
use crate::kernel::trial::{Findings, Stage, VIEW_PARTS, ViewPart};
use crate::report;

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

/// The decision, made once in a process.
pub(crate) fn access() -> Result<&'static Findings, &'static Blocker> {
    static ACCESS: OnceLock<Result<Findings, Blocker>> = OnceLock::new();
    ACCESS
        .get_or_init(|| {
            let decision = decide(constructor::found(), &facts::gather());
            if let Ok(findings) = &decision {
                notes(findings).for_each(|note| report::say(&note));
            }
            decision
        })
        .as_ref()
}

/// What nodes do without on this machine: never a wrong view in silence.
fn notes(findings: &Findings) -> impl Iterator<Item = String> {
    let refused = VIEW_PARTS.into_iter().zip(findings.view).filter(|&(_, errno)| errno != 0);
    refused.map(|(part, errno)| {
        let kernel = std::io::Error::from_raw_os_error(errno);
        let (refused, so) = match part {
            ViewPart::Sys => ("a fresh sysfs", "/sys/class/net is empty in every node"),
            ViewPart::ProcNet => (
                "a mount on /proc/self/net",
                "there, threads in a node see the host's network (programs see the node's)",
            ),
            ViewPart::Run => (
                "a tmpfs on /run",
                "nodes see the host's /run, /etc/hosts and /etc/resolv.conf, and names of hosts do \
                 not resolve",
            ),
            ViewPart::Sysctl => (
                "writing to /proc/sys/net",
                "nodes begin with the sysctls that the kernel copies from the host",
            ),
            ViewPart::HostName => ("a UTS namespace", "nodes have the host's name"),
        };
        format!("note: this machine refuses {refused} ({kernel}): {so}")
    })
}

fn decide(found: Found, facts: &Facts) -> Result<Findings, Blocker> {
    let (findings, rootless) = match found {
        Found::Capabilities => (crate::kernel::try_capabilities(), false),
        Found::Entered(findings) | Found::Refused(findings) => (findings, true),
        Found::Failed(stage, errno) => return Err(explain(stage, errno, true, facts)),
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
        Some((stage, errno)) => Err(explain(stage, errno, rootless, facts)),
    }
}

fn explain(stage: Stage, errno: i32, rootless: bool, facts: &Facts) -> Blocker {
    let kernel = std::io::Error::from_raw_os_error(errno);
    let what = match stage {
        Stage::Fork => "no child could be forked to try it",
        Stage::Capabilities => "the process's capabilities could not be made effective",
        Stage::UserNamespace => "no user namespace can be made",
        Stage::IdMap => "a user namespace can be made, but no id be mapped in it",
        Stage::NetNamespace => "no network namespace can be made",
        Stage::NamespaceFile => "a network namespace can be made, but not be opened in /proc",
        Stage::MountNamespace => "no mount namespace can be made",
        Stage::PrivateMounts => "mounts cannot be changed in a mount namespace of one's own",
        Stage::Loopback => "`lo` cannot be brought up in a network namespace of one's own",
    };
    let (because, cure) = cause(stage, errno, rootless, facts);
    let without = if rootless { "without the capabilities of root " } else { "" };
    Blocker { reason: format!("{without}{what} ({kernel}){because}"), cure: cure.to_owned() }
}

/// What is known to cause it, and the cure.
fn cause(stage: Stage, errno: i32, rootless: bool, facts: &Facts) -> (&'static str, &'static str) {
    let denied = matches!(errno, libc::EPERM | libc::EACCES);
    let user = stage == Stage::UserNamespace;
    match (stage, errno) {
        (Stage::Fork, libc::EAGAIN) => (
            ": the limit of processes is reached",
            "raise it (`ulimit -u`, `pids.max` of the cgroup), or run as root",
        ),
        (Stage::IdMap | Stage::NamespaceFile, libc::ENOENT) => {
            (": /proc is masked, or not mounted", "mount it with `mount -t proc proc /proc`")
        }
        (Stage::IdMap, libc::EPERM) if facts.is_root => (
            ": root without CAP_SETFCAP may map no ids",
            "run it as another user, or run with the capabilities of root",
        ),
        (Stage::UserNamespace, libc::ENOSPC) if facts.max_user_namespaces == Some(0) => (
            ": user.max_user_namespaces is 0",
            "allow it with `sysctl user.max_user_namespaces=15000`, or run as root",
        ),
        (Stage::UserNamespace, libc::ENOSPC | libc::EUSERS) => (
            ": the limit user.max_user_namespaces, or the nesting of 32, is reached",
            "raise it with `sysctl user.max_user_namespaces=15000`, or run as root",
        ),
        (Stage::NetNamespace | Stage::MountNamespace, libc::ENOSPC) => (
            if facts.max_net_namespaces == Some(0) {
                ": user.max_net_namespaces is 0"
            } else {
                ": the limit user.max_net_namespaces or user.max_mnt_namespaces is reached"
            },
            "raise it with `sysctl user.max_net_namespaces=15000 user.max_mnt_namespaces=15000`",
        ),
        _ if user && facts.no_user_namespaces => (
            ": the kernel has no user namespaces",
            "use a kernel with CONFIG_USER_NS, or run as root",
        ),
        _ if user && denied && facts.userns_clone_denied => (
            ": kernel.unprivileged_userns_clone is 0",
            "allow it with `sysctl kernel.unprivileged_userns_clone=1`, or run as root",
        ),
        _ if rootless && denied && facts.apparmor_restricts => (
            ": AppArmor restricts user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1)",
            "allow it with `sysctl kernel.apparmor_restrict_unprivileged_userns=0`, or run as root",
        ),
        _ if facts.seccomp_filter && (denied || errno == libc::ENOSYS) => (
            ": a seccomp filter is in force, as container engines set one",
            "run the container with `--cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add SYS_PTRACE --security-opt \
             seccomp=unconfined --security-opt apparmor=unconfined`",
        ),
        _ if user && errno == libc::EINVAL => (
            ": the process had several threads before `main`",
            "start it without libraries that start threads early (`LD_PRELOAD`), or as root",
        ),
        _ if user && denied => (
            ": the process may be in a chroot, or a security module refuses it",
            "run it outside of the chroot, or as root",
        ),
        _ if denied => (
            ": a security module or the container refuses it",
            "run it as root outside of the container, or give the container CAP_SYS_ADMIN and \
             CAP_NET_ADMIN",
        ),
        _ => ("", "run it as root, or on a kernel with CONFIG_NET_NS and CONFIG_USER_NS"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stage: Stage, errno: i32, facts: &Facts, reason: &str, cure: &str) {
        let findings = Findings { refused: Some((stage, errno)), view: Default::default() };
        let blocker = decide(Found::Refused(findings), facts).expect_err("it was refused");
        assert!(blocker.reason.contains(reason), "{blocker}");
        assert!(blocker.cure.contains(cure), "{blocker}");
    }

    #[test]
    fn each_blocker_has_its_own_reason_and_cure() {
        let none = Facts::default();
        let limit = Facts { max_user_namespaces: Some(0), ..Facts::default() };
        let reason = "user.max_user_namespaces is 0";
        check(Stage::UserNamespace, libc::ENOSPC, &limit, reason, "sysctl user.max_user");
        let reason = "max_user_namespaces, or the nesting";
        check(Stage::UserNamespace, libc::ENOSPC, &none, reason, "sysctl user.max_user");
        let debian = Facts { userns_clone_denied: true, ..Facts::default() };
        let reason = "kernel.unprivileged_userns_clone is 0";
        check(Stage::UserNamespace, libc::EPERM, &debian, reason, "unprivileged_userns_clone=1");
        let ubuntu = Facts { apparmor_restricts: true, ..Facts::default() };
        let cure = "sysctl kernel.apparmor_restrict_unprivileged_userns=0";
        for stage in [Stage::IdMap, Stage::PrivateMounts, Stage::Loopback] {
            check(stage, libc::EACCES, &ubuntu, "AppArmor restricts", cure);
        }
        let container = Facts { seccomp_filter: true, ..Facts::default() };
        check(Stage::UserNamespace, libc::EPERM, &container, "seccomp", "--cap-add SYS_ADMIN");
        check(Stage::NetNamespace, libc::ENOSPC, &none, "user.max_net_namespaces", "sysctl");
        check(Stage::UserNamespace, libc::EINVAL, &none, "several threads", "LD_PRELOAD");
        check(Stage::UserNamespace, libc::EPERM, &none, "chroot", "as root");
        check(Stage::Fork, libc::EAGAIN, &none, "limit of processes", "`ulimit -u`");
        for stage in [Stage::IdMap, Stage::NamespaceFile] {
            check(stage, libc::ENOENT, &none, "/proc is masked, or not mounted", "mount -t proc");
        }
        let root = Facts { is_root: true, ..Facts::default() };
        check(Stage::IdMap, libc::EPERM, &root, "CAP_SETFCAP", "as another user, or run with");
        let old = Facts { no_user_namespaces: true, ..Facts::default() };
        check(Stage::UserNamespace, libc::EINVAL, &old, "no user namespaces", "CONFIG_USER_NS");
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
