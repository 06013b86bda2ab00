//! Why the machine denies networks, as far as its settings show, and what to do about it.

use super::fix::{self, APPARMOR, CLONE, CONTAINER, MAPPED, OUTSIDE, UNMASKED};
use crate::kernel::bare::probe_report::Denial;
use crate::kernel::bare::stage::Stage;
use crate::kernel::entry::confinement::Confinement;
use crate::kernel::entry::environment::Environment;
use crate::unavailable::Unavailable;

/// Why something was denied, as far as that is known, and what to do about it.
pub(super) struct Cause {
    because: Option<String>,
    pub(super) fix: String,
}

impl Cause {
    fn new(because: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { because: Some(because.into()), fix: fix.into() }
    }

    /// Returns what was denied, and why.
    pub(super) fn reason(&self, denied: String) -> String {
        match &self.because {
            Some(because) => format!("{denied}: {because}"),
            None => denied,
        }
    }
}

/// Returns the reason and the fix for a stage that was denied, with a user namespace or without.
pub(super) fn explain(
    stage: Stage,
    how: Denial,
    rootless: bool,
    environment: &Environment,
) -> Unavailable {
    let what = match stage {
        Stage::Fork => "cannot fork a probe process",
        Stage::Capabilities => "cannot make the process's capabilities effective",
        Stage::UserNamespace => "cannot create a user namespace",
        Stage::IdMap => "created a user namespace but could not write its ID map",
        Stage::NetNamespace => "cannot create a network namespace",
        Stage::NamespaceFile => "created a network namespace but could not open it in /proc",
        Stage::MountNamespace => "cannot create a mount namespace",
        Stage::PrivateMounts => "cannot change mounts in a private mount namespace",
        Stage::SameRoot => "cannot keep the root directory when entering a mount namespace",
        Stage::Loopback => "cannot bring up `lo` in a new network namespace",
        Stage::View => "cannot mount in a private mount namespace",
    };
    let error = match how {
        Denial::Kernel(errno) | Denial::Filter(errno) => {
            std::io::Error::from_raw_os_error(errno).to_string()
        }
        Denial::KilledByFilter => "killed by SIGSYS".to_owned(),
        Denial::Killed(signal) => format!("killed by signal {signal}"),
    };
    let cause = cause(stage, how, rootless, environment);
    let without = match rootless {
        false => String::new(),
        // The most common case, in short.
        true if environment.missing_from_bounding_set.is_empty() && !environment.is_root => {
            "without root's capabilities: ".to_owned()
        }
        true => format!("{}: ", no_capabilities(environment)),
    };
    let reason = cause.reason(format!("{without}{what} ({error})"));
    Unavailable { reason, fix: cause.fix }
}

/// Returns why the process lacks the capabilities.
pub fn no_capabilities(environment: &Environment) -> String {
    if !environment.missing_from_bounding_set.is_empty() {
        let missing = fix::list(&environment.missing_from_bounding_set);
        return format!("the capability bounding set lacks {missing}");
    }
    if environment.is_root {
        "this process is root but has dropped its capabilities".to_owned()
    } else {
        "this process lacks root's capabilities".to_owned()
    }
}

/// Returns the kernel's error number, or the cause if it was not the kernel that denied the stage.
fn kernel_errno(stage: Stage, how: Denial, environment: &Environment) -> Result<i32, Cause> {
    match how {
        Denial::Kernel(errno) => Ok(errno),
        // Debian's kernels check the setting before anything else.
        Denial::Filter(errno @ libc::EPERM)
            if stage == Stage::UserNamespace && environment.userns_clone_denied =>
        {
            Ok(errno)
        }
        Denial::Filter(_) => Err(Cause::new("blocked by a seccomp filter", fix::unfiltered())),
        Denial::KilledByFilter => {
            Err(Cause::new("a seccomp filter kills the process", fix::unfiltered()))
        }
        Denial::Killed(_) => Err(Cause::new("the probe process was killed", "try again")),
    }
}

/// Returns the known cause and its fix.
fn cause(stage: Stage, how: Denial, rootless: bool, environment: &Environment) -> Cause {
    // A fix without the capabilities, or getting the capabilities.
    let or_root = |because: &str, fix: &str| {
        let other = if rootless {
            format!(", or {}", fix::capabilities(environment))
        } else {
            String::new()
        };
        Cause::new(because, format!("{fix}{other}"))
    };
    let user = stage == Stage::UserNamespace;
    let errno = match kernel_errno(stage, how, environment) {
        Ok(errno) => errno,
        Err(cause) => return cause,
    };
    let denied = matches!(errno, libc::EPERM | libc::EACCES);
    if matches!(stage, Stage::IdMap | Stage::NamespaceFile)
        && let Some(cause) = hidden_proc(errno, environment)
    {
        return cause;
    }
    let confinement = environment.confinement.as_ref().filter(|_| denied);
    match (stage, errno, confinement) {
        (Stage::Fork, libc::EAGAIN, _) => Cause::new(
            "process limit reached (`ulimit -u`, `pids.max` of the cgroup)",
            "raise it or stop some processes",
        ),
        (Stage::UserNamespace, libc::ENOSPC, _) if environment.max_user_namespaces == Some(0) => {
            or_root(
                "user.max_user_namespaces is 0",
                "allow it with `sysctl user.max_user_namespaces=15000`",
            )
        }
        (Stage::UserNamespace, libc::ENOSPC | libc::EUSERS, _) => or_root(
            "user.max_user_namespaces (in this or an enclosing namespace) or the nesting limit of 32 was \
             reached",
            "raise it with `sysctl user.max_user_namespaces=15000`",
        ),
        (Stage::NetNamespace, libc::ENOSPC, _) => {
            reached("user.max_net_namespaces", environment.max_net_namespaces)
        }
        (Stage::MountNamespace, libc::ENOSPC, _) => {
            reached("user.max_mnt_namespaces", environment.max_mnt_namespaces)
        }
        (Stage::IdMap, libc::EPERM, _) if environment.cannot_map_root => {
            or_root("mapping root requires CAP_SETFCAP", "run as a non-root user")
        }
        _ if user && environment.no_user_namespaces => {
            or_root("the kernel has no user namespaces", "use a kernel with CONFIG_USER_NS")
        }
        _ if user && denied && environment.userns_clone_denied => {
            or_root("kernel.unprivileged_userns_clone is 0", &format!("allow it with {CLONE}"))
        }
        _ if user && denied && environment.is_unmapped => {
            Cause::new("the current user is not mapped in this user namespace", MAPPED)
        }
        (Stage::SameRoot, libc::EXDEV, _) => Cause::new("the process is in a chroot", OUTSIDE),
        _ if environment.masks.in_chroot && (user && denied || stage == Stage::PrivateMounts) => {
            Cause::new("the process is in a chroot", OUTSIDE)
        }
        _ if rootless
            && denied
            && environment.apparmor_restricts
            && environment.confinement.is_none() =>
        {
            or_root(
                "AppArmor restricts user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1)",
                &format!("allow it with {APPARMOR}"),
            )
        }
        (_, _, Some(confinement)) => confined(confinement),
        _ if environment.seccomp_filter && (denied || errno == libc::ENOSYS) => Cause::new(
            "a seccomp filter is active (container engines install one)",
            fix::unfiltered(),
        ),
        _ if user && errno == libc::EINVAL => or_root(
            "the process was multithreaded before `main`",
            "run without libraries that start threads at load time (`LD_PRELOAD`)",
        ),
        _ if user && denied => or_root(
            "blocked by a security module, or the process is in a chroot",
            "look for the denial in the kernel log (`dmesg`, `ausearch -m avc`)",
        ),
        _ if denied && rootless => or_root(
            "blocked by a security module",
            "look for the denial in the kernel log (`dmesg`, `ausearch -m avc`)",
        ),
        _ if denied => Cause::new(
            "blocked by a security module or the container",
            format!("run outside of the container, or start it with {CONTAINER}"),
        ),
        _ => {
            let fix = "use a kernel with CONFIG_NET_NS and CONFIG_USER_NS".to_owned();
            Cause { because: None, fix }
        }
    }
}

/// Returns the cause for a file in `/proc` that cannot be opened or written to.
fn hidden_proc(errno: i32, environment: &Environment) -> Option<Cause> {
    let masks = &environment.masks.proc;
    match errno {
        _ if environment.no_proc => Some(Cause::new(
            "/proc is masked, or not mounted",
            format!("mount it with `mount -t proc proc /proc` (container: {UNMASKED})"),
        )),
        libc::EROFS => Some(Cause::new(
            "/proc is read-only",
            format!("make it writable with `mount -o remount,rw /proc` (container: {UNMASKED})"),
        )),
        libc::ENOENT if !masks.is_empty() => Some(Cause::new(
            format!("/proc is masked ({})", masks.join(", ")),
            format!("unmount what masks it (container: {UNMASKED})"),
        )),
        _ => None,
    }
}

/// Returns the cause for a limit on namespaces. Those that are gone count for a while.
fn reached(name: &str, limit: Option<u64>) -> Cause {
    let because = match limit {
        Some(0) => format!("{name} is 0"),
        Some(limit) => format!("{name} limit reached ({limit})"),
        None => format!("{name} limit reached"),
    };
    Cause::new(because, format!("raise it with `sysctl {name}=15000`"))
}

/// Returns the cause for a security module with a rule for this process.
fn confined(confinement: &Confinement) -> Cause {
    let because = match confinement {
        Confinement::AppArmor { profile, .. } => {
            format!("the AppArmor profile `{profile}` is active")
        }
        Confinement::Context(context) => format!("the security context `{context}` is active"),
    };
    Cause::new(because, fix::unconfined(confinement))
}

/// Returns the cause for a missing `/proc/sys` that is not masked (proc(5)).
pub(super) fn subset() -> Cause {
    Cause::new("/proc/sys is missing (mounted with subset=pid?)", "mount it without that option")
}

/// Returns the known cause that a path below `/proc` or `/sys` cannot be mounted or written to.
pub(super) fn masked(path: &str, masked: &[String], environment: &Environment) -> Option<Cause> {
    let because = if environment.masks.keeps_from_writing(path) {
        let mut read_only = environment.masks.read_only.iter();
        let it = read_only.find(|mask| path.starts_with(mask.as_str()))?;
        format!("{it} is read-only")
    } else if masked.is_empty() {
        return None;
    } else {
        let is = if masked.len() == 1 { "is" } else { "are" };
        format!("{} {is} masked (as container engines do)", masked.join(" and "))
    };
    Some(Cause::new(because, format!("in a container: {UNMASKED}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stage: Stage, how: Denial, environment: &Environment, reason: &str, fix: &str) {
        let unavailable = explain(stage, how, true, environment);
        assert!(unavailable.reason.contains(reason), "{unavailable}");
        assert!(unavailable.fix.contains(fix), "{unavailable}");
    }

    const DENIED: Denial = Denial::Kernel(libc::EPERM);
    const FULL: Denial = Denial::Kernel(libc::ENOSPC);

    #[test]
    fn each_has_its_own_reason_and_fix() {
        let none = Environment::default();
        let user = Stage::UserNamespace;
        let limit = Environment { max_user_namespaces: Some(0), ..Environment::default() };
        check(user, FULL, &limit, "user.max_user_namespaces is 0", "sysctl user.max_user");
        check(user, FULL, &none, "nesting limit of 32", "sysctl user.max_user");
        let limit = Environment { max_net_namespaces: Some(5), ..Environment::default() };
        check(Stage::NetNamespace, FULL, &limit, "limit reached (5)", "max_net_namespaces=");
        check(Stage::MountNamespace, FULL, &none, "max_mnt_namespaces", "max_mnt_namespaces=");
        let full = Denial::Kernel(libc::EAGAIN);
        check(Stage::Fork, full, &none, "process limit reached", "raise it");

        let debian = Environment { userns_clone_denied: true, ..Environment::default() };
        let reason = "kernel.unprivileged_userns_clone is 0";
        for how in [DENIED, Denial::Filter(libc::EPERM)] {
            check(user, how, &debian, reason, "unprivileged_userns_clone=1");
        }
        let ubuntu = Environment { apparmor_restricts: true, ..Environment::default() };
        let fix = "sysctl kernel.apparmor_restrict_unprivileged_userns=0";
        for stage in [Stage::IdMap, Stage::PrivateMounts, Stage::Loopback] {
            check(stage, Denial::Kernel(libc::EACCES), &ubuntu, "AppArmor restricts", fix);
        }
        let docker = Confinement::AppArmor {
            profile: "docker-default".to_owned(),
            mode: "enforce".to_owned(),
        };
        let profile = Environment { confinement: Some(docker), ..ubuntu };
        check(user, DENIED, &profile, "AppArmor profile `docker-default`", "apparmor=unconfined");
        let podman = Confinement::Context("system_u:system_r:container_t:s0".to_owned());
        let context = Environment { confinement: Some(podman), ..Environment::default() };
        check(user, DENIED, &context, "security context `system_u:", "label=disable");

        let old = Environment { no_user_namespaces: true, ..Environment::default() };
        let invalid = Denial::Kernel(libc::EINVAL);
        check(user, invalid, &old, "no user namespaces", "CONFIG_USER_NS");
        check(user, invalid, &none, "multithreaded", "LD_PRELOAD");
        let powerless =
            Environment { cannot_map_root: true, is_root: true, ..Environment::default() };
        check(Stage::IdMap, DENIED, &powerless, "CAP_SETFCAP", "non-root user");
        let stranger = Environment { is_unmapped: true, ..Environment::default() };
        check(user, DENIED, &stranger, "is not mapped", "--map-current-user");
        check(user, DENIED, &none, "a security module", "dmesg");
        let mut jailed = Environment::default();
        jailed.masks.in_chroot = true;
        for (stage, how) in [(user, DENIED), (Stage::PrivateMounts, invalid)] {
            check(stage, how, &jailed, "is in a chroot", "outside of the chroot");
        }
    }

    #[test]
    fn a_filter_is_distinguished_from_the_kernel() {
        let user = Stage::UserNamespace;
        let ubuntu = Environment { apparmor_restricts: true, ..Environment::default() };
        for errno in [libc::EPERM, libc::ENOSYS, libc::EACCES] {
            let how = Denial::Filter(errno);
            check(user, how, &ubuntu, "blocked by a seccomp filter", "--cap-add SYS_ADMIN");
        }
        let killed = Denial::KilledByFilter;
        check(user, killed, &ubuntu, "seccomp filter kills", "seccomp=unconfined");
        let filter = Environment { seccomp_filter: true, ..Environment::default() };
        check(user, DENIED, &filter, "a seccomp filter is active", "SystemCallFilter=");
    }

    #[test]
    fn a_masked_proc_is_named() {
        let missing = Denial::Kernel(libc::ENOENT);
        let gone = Environment { no_proc: true, ..Environment::default() };
        for stage in [Stage::IdMap, Stage::NamespaceFile] {
            check(stage, missing, &gone, "/proc is masked, or not mounted", "mount -t proc");
            let read_only = Denial::Kernel(libc::EROFS);
            check(
                stage,
                read_only,
                &Environment::default(),
                "/proc is read-only",
                "remount,rw /proc",
            );
            let mut masked = Environment::default();
            masked.masks.proc.push("/proc/self".to_owned());
            check(
                stage,
                missing,
                &masked,
                "/proc is masked (/proc/self)",
                "systempaths=unconfined",
            );
        }
    }

    #[test]
    fn root_is_a_fix_only_where_it_helps() {
        let limit = Environment { max_user_namespaces: Some(0), ..Environment::default() };
        let user = Stage::UserNamespace;
        check(
            user,
            FULL,
            &limit,
            "without root's capabilities: cannot create a user",
            ", or run as root",
        );
        let stuck = Environment { no_new_privileges: true, ..limit.clone() };
        check(user, FULL, &stuck, "without root's capabilities", "without `no_new_privs`");
        let root = Environment { is_root: true, ..limit.clone() };
        check(
            user,
            FULL,
            &root,
            "this process is root but has dropped its capabilities: cannot",
            "with root's capabilities",
        );
        let missing_from_bounding_set = vec!["CAP_SYS_ADMIN".to_owned()];
        let bounded = Environment { missing_from_bounding_set, is_root: true, ..limit };
        let reason = "the capability bounding set lacks CAP_SYS_ADMIN: cannot";
        check(user, FULL, &bounded, reason, "with CAP_SYS_ADMIN in the bounding set");
    }
}
