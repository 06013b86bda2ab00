//! What the machine says about why it refuses: settings, not tries.

use std::fs;
use std::sync::OnceLock;

use nix::errno::Errno;
use nix::sys::socket::{AddressFamily, SockFlag, SockType, socket};

/// Settings that are known to keep processes from making namespaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one setting of the machine")]
pub(crate) struct Facts {
    /// `user.max_user_namespaces`.
    pub(crate) max_user_namespaces: Option<u64>,
    /// `user.max_net_namespaces`.
    pub(crate) max_net_namespaces: Option<u64>,
    /// Debian's `kernel.unprivileged_userns_clone` is 0.
    pub(crate) userns_clone_denied: bool,
    /// Ubuntu's `kernel.apparmor_restrict_unprivileged_userns` is 1.
    pub(crate) apparmor_restricts: bool,
    /// A seccomp filter is in force (`Seccomp: 2`, proc_pid_status(5)).
    pub(crate) seccomp_filter: bool,
    /// The kernel has no `/proc/self/ns/user`.
    pub(crate) no_user_namespaces: bool,
    /// The process is root, by its id.
    pub(crate) is_root: bool,
}

/// Whether the kernel speaks IPv6; with `ipv6.disable=1` it does not.
pub(crate) fn has_ipv6() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    let open = || socket(AddressFamily::Inet6, SockType::Datagram, SockFlag::SOCK_CLOEXEC, None);
    *HAS.get_or_init(|| open().err() != Some(Errno::EAFNOSUPPORT))
}

pub(crate) fn gather() -> Facts {
    let number = |path: &str| fs::read_to_string(path).ok()?.trim().parse::<u64>().ok();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    Facts {
        max_user_namespaces: number("/proc/sys/user/max_user_namespaces"),
        max_net_namespaces: number("/proc/sys/user/max_net_namespaces"),
        userns_clone_denied: number("/proc/sys/kernel/unprivileged_userns_clone") == Some(0),
        apparmor_restricts: number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
            == Some(1),
        seccomp_filter: status
            .lines()
            .any(|line| line.strip_prefix("Seccomp:").is_some_and(|mode| mode.trim() == "2")),
        no_user_namespaces: fs::symlink_metadata("/proc/self/ns/user").is_err(),
        is_root: nix::unistd::geteuid().is_root(),
    }
}
