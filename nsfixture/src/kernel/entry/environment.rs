//! The settings of the machine that explain a denial.

use std::fs;
use std::sync::OnceLock;

use nix::errno::Errno;
use nix::sys::socket::{AddressFamily, SockFlag, SockType, socket};
use nix::sys::statfs::{PROC_SUPER_MAGIC, statfs};
use nix::unistd::geteuid;

use super::confinement::Confinement;
use super::masks::Masks;
use crate::kernel::bare::{capability, syscalls};

/// Settings that are known to keep processes from creating namespaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one setting of the machine")]
pub struct Environment {
    /// `user.max_user_namespaces`.
    pub max_user_namespaces: Option<u64>,
    /// `user.max_net_namespaces`.
    pub max_net_namespaces: Option<u64>,
    /// `user.max_mnt_namespaces`.
    pub max_mnt_namespaces: Option<u64>,
    /// Debian's `kernel.unprivileged_userns_clone` is 0.
    pub userns_clone_denied: bool,
    /// Ubuntu's `kernel.apparmor_restrict_unprivileged_userns` is 1.
    pub apparmor_restricts: bool,
    /// What a security module applies to the process.
    pub confinement: Option<Confinement>,
    /// A seccomp filter is active (`Seccomp: 2`, proc_pid_status(5)).
    pub seccomp_filter: bool,
    /// The kernel has no `/proc/self/ns/user`.
    pub no_user_namespaces: bool,
    /// `/proc` is not a procfs.
    pub no_proc: bool,
    /// The mounts over parts of `/proc` and `/sys`.
    pub masks: Masks,
    /// The process's user is not mapped in its user namespace.
    pub is_unmapped: bool,
    /// The process is root, possibly without capabilities.
    pub is_root: bool,
    /// It is root without `CAP_SETFCAP`, and may not be mapped in another user namespace
    /// (user_namespaces(7), from Linux 5.12 on).
    pub cannot_map_root: bool,
    /// `no_new_privs` is set: `sudo` has no effect.
    pub no_new_privileges: bool,
    /// The required capabilities that the bounding set lacks.
    pub missing_from_bounding_set: Vec<String>,
}

impl Environment {
    /// Returns true if a process with capabilities may have no namespaces at all.
    pub(crate) fn forbids_namespaces(&self) -> bool {
        [self.max_net_namespaces, self.max_mnt_namespaces].contains(&Some(0))
    }
}

/// Returns true unless the kernel has IPv6 disabled (`ipv6.disable=1`).
pub(crate) fn has_ipv6() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    let open = || socket(AddressFamily::Inet6, SockType::Datagram, SockFlag::SOCK_CLOEXEC, None);
    *HAS.get_or_init(|| open().err() != Some(Errno::EAFNOSUPPORT))
}

pub(crate) fn gather() -> Environment {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let no_proc = statfs("/proc").map_or(true, |found| found.filesystem_type() != PROC_SUPER_MAGIC);
    Environment {
        max_user_namespaces: number("/proc/sys/user/max_user_namespaces"),
        max_net_namespaces: number("/proc/sys/user/max_net_namespaces"),
        max_mnt_namespaces: number("/proc/sys/user/max_mnt_namespaces"),
        userns_clone_denied: number("/proc/sys/kernel/unprivileged_userns_clone") == Some(0),
        apparmor_restricts: number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
            == Some(1),
        confinement: Confinement::read(),
        seccomp_filter: status
            .lines()
            .any(|line| line.strip_prefix("Seccomp:").is_some_and(|mode| mode.trim() == "2")),
        no_user_namespaces: !no_proc && fs::symlink_metadata("/proc/self/ns/user").is_err(),
        no_proc,
        masks: Masks::read(),
        is_unmapped: is_unmapped(),
        is_root: geteuid().is_root(),
        cannot_map_root: geteuid().is_root() && !capability::may_map_root(),
        no_new_privileges: syscalls::has_no_new_privileges(),
        missing_from_bounding_set: missing_from_bounding_set(),
    }
}

/// Returns the names of the required capabilities that the bounding set lacks.
fn missing_from_bounding_set() -> Vec<String> {
    let known = caps::all();
    let name = |capability: &capability::Capability| {
        let known = known.iter().find(|known| known.index() == capability.0);
        known.map_or_else(|| format!("capability {}", capability.0), ToString::to_string)
    };
    let required = capability::REQUIRED.iter();
    required.filter(|one| !syscalls::is_in_bounding_set(one.0)).map(name).collect()
}

/// Reads a setting that consists of one number.
pub(crate) fn number(path: &str) -> Option<u64> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

/// Returns true if no line of the ID map has the user: first ID inside, first ID outside, count
/// (user_namespaces(7)).
fn is_unmapped() -> bool {
    let user = u64::from(geteuid().as_raw());
    let has = |line: &str| {
        let mut numbers = line.split_whitespace().map_while(|number| number.parse::<u64>().ok());
        let (first, count) = (numbers.next()?, numbers.nth(1)?);
        Some((first..first.saturating_add(count)).contains(&user))
    };
    fs::read_to_string("/proc/self/uid_map")
        .is_ok_and(|map| !map.lines().any(|line| has(line).unwrap_or(false)))
}
