//! Why the way in is refused, as far as the machine's settings tell, and what fixs it.

use crate::kernel::bare::probe_report::Denial;
use crate::kernel::bare::stage::Stage;
use crate::kernel::entry::environment::Environment;
use crate::unavailable::Unavailable;

/// What a container is to be started with (docker-run(1), podman-run(1)).
const CONTAINER: &str = "`--cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add NET_RAW --cap-add \
                         SYS_PTRACE --security-opt seccomp=unconfined --security-opt \
                         apparmor=unconfined`";

/// What makes an engine leave `/proc` and `/sys` as they are.
pub(crate) const UNMASKED: &str =
    "`--security-opt systempaths=unconfined` (Docker) or `--security-opt unmask=ALL` (Podman)";

/// Settings that let user namespaces be.
pub(crate) const CLONE: &str = "`sysctl kernel.unprivileged_userns_clone=1`";
pub(crate) const APPARMOR: &str = "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`";

/// Where ids are mapped.
pub(crate) const MAPPED: &str = "map it, as `unshare --map-current-user` does";

/// Outside of a chroot.
pub(crate) const OUTSIDE: &str = "run it outside of the chroot";

/// A cause, to follow what was refused, and its fix.
pub(crate) type Cause = (String, String);

/// The reason and the fix, for a stage that was refused on the way in, with a user namespace or
/// without.
pub(super) fn explain(
    stage: Stage,
    how: Denial,
    rootless: bool,
    environment: &Environment,
) -> Unavailable {
    let what = match stage {
        Stage::Fork => "no child can be forked to try it",
        Stage::Capabilities => "the process's capabilities cannot be made effective",
        Stage::UserNamespace => "no user namespace can be made",
        Stage::IdMap => "a user namespace can be made, but no id be mapped in it",
        Stage::NetNamespace => "no network namespace can be made",
        Stage::NamespaceFile => "a network namespace can be made, but not be opened in /proc",
        Stage::MountNamespace => "no mount namespace can be made",
        Stage::PrivateMounts => "mounts cannot be changed in a mount namespace of one's own",
        Stage::Loopback => "`lo` cannot be brought up in a network namespace of one's own",
        Stage::View => "nothing can be mounted in a mount namespace of one's own",
    };
    let says = match how {
        Denial::Kernel(errno) | Denial::Filter(errno) => {
            std::io::Error::from_raw_os_error(errno).to_string()
        }
        Denial::KilledByFilter => "killed by SIGSYS".to_owned(),
        Denial::Killed(signal) => format!("killed by signal {signal}"),
    };
    let (because, fix) = cause(stage, how, rootless, environment);
    let without = match rootless {
        false => String::new(),
        // All that most need to know.
        true if environment.missing_from_bounding_set.is_empty() && !environment.is_root => {
            "without the capabilities of root ".to_owned()
        }
        true => format!("{}, and ", no_capabilities(environment)),
    };
    Unavailable { reason: format!("{without}{what} ({says}){because}"), fix }
}

/// Why the process has not the capabilities.
pub(crate) fn no_capabilities(environment: &Environment) -> String {
    if !environment.missing_from_bounding_set.is_empty() {
        let missing = list(&environment.missing_from_bounding_set);
        return format!("the bounding set has no {missing}, not even for root");
    }
    let who = if environment.is_root { "this root has given up" } else { "the process lacks" };
    format!("{who} the capabilities of root")
}

/// How to get the capabilities.
pub(crate) fn capabilities(environment: &Environment) -> String {
    if !environment.missing_from_bounding_set.is_empty() {
        let missing = list(&environment.missing_from_bounding_set);
        return format!(
            "run with the capabilities of root, with {missing} in the bounding set: a container with \
             {CONTAINER}"
        );
    }
    let root =
        if environment.is_root { "run with the capabilities of root" } else { "run as root" };
    if environment.no_new_privileges {
        return format!("{root}, from where `no_new_privs` is not set");
    }
    root.to_owned()
}

/// How to do without a seccomp filter.
pub(crate) fn unfiltered() -> String {
    format!(
        "start it without the filter: a container with {CONTAINER}, a service of systemd without \
         `SystemCallFilter=` and `RestrictNamespaces=`"
    )
}

/// `a, b and c`.
pub(crate) fn list(words: &[String]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        words => words.concat(),
    }
}

/// What is known to cause it, and the fix.
fn cause(stage: Stage, how: Denial, rootless: bool, environment: &Environment) -> Cause {
    let of = |because: &str, fix: &str| (format!(": {because}"), fix.to_owned());
    // One that spares the capabilities, or they themselves.
    let or_root = |because: &str, fix: &str| {
        let other =
            if rootless { format!(", or {}", capabilities(environment)) } else { String::new() };
        (format!(": {because}"), format!("{fix}{other}"))
    };
    let unfiltered = unfiltered();
    let user = stage == Stage::UserNamespace;
    let errno = match how {
        // Debian's kernels look at the setting before they look at anything else.
        Denial::Filter(errno @ libc::EPERM) if user && environment.userns_clone_denied => errno,
        Denial::Filter(_) => return of("a seccomp filter refuses it", &unfiltered),
        Denial::KilledByFilter => {
            return of("a seccomp filter kills whoever tries", &unfiltered);
        }
        Denial::Killed(_) => return of("somebody ended the child that tried it", "try again"),
        Denial::Kernel(errno) => errno,
    };
    let denied = matches!(errno, libc::EPERM | libc::EACCES);
    let in_proc = matches!(stage, Stage::IdMap | Stage::NamespaceFile);
    let label = environment.label.as_deref().filter(|_| denied);
    match (stage, errno) {
        (Stage::Fork, libc::EAGAIN) => of(
            "the limit of processes (`ulimit -u`, `pids.max` of the cgroup) is reached",
            "raise it, or end some",
        ),
        (Stage::UserNamespace, libc::ENOSPC) if environment.max_user_namespaces == Some(0) => {
            or_root(
                "user.max_user_namespaces is 0",
                "allow it with `sysctl user.max_user_namespaces=15000`",
            )
        }
        (Stage::UserNamespace, libc::ENOSPC | libc::EUSERS) => or_root(
            "the limit user.max_user_namespaces, here or further out, or the nesting of 32, is reached",
            "raise it with `sysctl user.max_user_namespaces=15000`",
        ),
        (Stage::NetNamespace, libc::ENOSPC) => {
            reached("user.max_net_namespaces", environment.max_net_namespaces)
        }
        (Stage::MountNamespace, libc::ENOSPC) => {
            reached("user.max_mnt_namespaces", environment.max_mnt_namespaces)
        }
        _ if in_proc && environment.no_proc => of(
            "/proc is masked, or not mounted",
            &format!("mount it with `mount -t proc proc /proc`; a container: {UNMASKED}"),
        ),
        (_, libc::EROFS) if in_proc => of(
            "/proc can only be read",
            &format!(
                "let it be written to with `mount -o remount,rw /proc`; a container: {UNMASKED}"
            ),
        ),
        (_, libc::ENOENT) if in_proc && !environment.masks.proc.is_empty() => of(
            &format!("/proc is masked ({})", environment.masks.proc.join(", ")),
            &format!("unmount what masks it; a container: {UNMASKED}"),
        ),
        (Stage::IdMap, libc::EPERM) if environment.cannot_map_root => or_root(
            "root may be mapped only by whoever has CAP_SETFCAP",
            "run it as another user than root",
        ),
        _ if user && environment.no_user_namespaces => {
            or_root("the kernel has no user namespaces", "use a kernel with CONFIG_USER_NS")
        }
        _ if user && denied && environment.userns_clone_denied => {
            or_root("kernel.unprivileged_userns_clone is 0", &format!("allow it with {CLONE}"))
        }
        _ if user && denied && environment.is_unmapped => {
            of("the user is not mapped in the user namespace that the process is in", MAPPED)
        }
        _ if environment.masks.in_chroot && (user && denied || stage == Stage::PrivateMounts) => {
            of("the process is in a chroot", OUTSIDE)
        }
        _ if rootless
            && denied
            && environment.apparmor_restricts
            && environment.label.is_none() =>
        {
            or_root(
                "AppArmor restricts user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1)",
                &format!("allow it with {APPARMOR}"),
            )
        }
        _ if label.is_some() => confined(label.unwrap_or_default()),
        _ if environment.seccomp_filter && (denied || errno == libc::ENOSYS) => {
            of("a seccomp filter is in force, as container engines set one", &unfiltered)
        }
        _ if user && errno == libc::EINVAL => or_root(
            "the process had several threads before `main`",
            "start it without libraries that start threads early (`LD_PRELOAD`)",
        ),
        _ if user && denied => or_root(
            "a security module refuses it, or the process is in a chroot",
            "look for the denial in the kernel's log (`dmesg`, `ausearch -m avc`)",
        ),
        _ if denied && rootless => or_root(
            "a security module refuses it",
            "look for the denial in the kernel's log (`dmesg`, `ausearch -m avc`)",
        ),
        _ if denied => of(
            "a security module or the container refuses it",
            &format!("run it outside of the container, or start that with {CONTAINER}"),
        ),
        _ => {
            let fix = "run it on a kernel with CONFIG_NET_NS and CONFIG_USER_NS".to_owned();
            (String::new(), fix)
        }
    }
}

/// A limit of the namespaces that a user may have at once. Those that are gone count for a while.
fn reached(name: &str, limit: Option<u64>) -> Cause {
    let because = match limit {
        Some(0) => format!(": {name} is 0"),
        Some(limit) => format!(": the limit {name}, which is {limit} here, is reached"),
        None => format!(": the limit {name} is reached"),
    };
    (because, format!("raise it with `sysctl {name}=15000`"))
}

/// By a security module that has a rule for just this process.
pub(crate) fn confined(label: &str) -> Cause {
    match label.split_once(" (") {
        Some((profile, _)) => (
            format!(": the AppArmor profile `{profile}` is in force"),
            "let the profile allow it, or start it without (a container: `--security-opt \
             apparmor=unconfined`)"
                .to_owned(),
        ),
        None => (
            format!(": the security context `{label}` is in force"),
            "let the policy allow it, or start it without (a container: `--security-opt \
             label=disable`)"
                .to_owned(),
        ),
    }
}

/// Where `/proc/sys` is not there, though nothing is mounted over it (proc(5)).
pub(super) fn subset() -> Cause {
    let because = ": /proc has no /proc/sys, as with its mount option subset=pid".to_owned();
    (because, "mount it without that option".to_owned())
}

/// What is known to keep a path below `/proc` or `/sys` from being mounted or written to.
pub(super) fn masked(path: &str, masked: &[String], environment: &Environment) -> Option<Cause> {
    let because = if environment.masks.keeps_from_writing(path) {
        let it = environment.masks.read_only.iter().find(|mask| path.starts_with(mask.as_str()))?;
        format!(": {it} can only be read")
    } else if masked.is_empty() {
        return None;
    } else {
        format!(": {} masked, as container engines do it", masked.join(" and "))
    };
    Some((because, format!("a container: {UNMASKED}")))
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
        check(user, FULL, &none, "or the nesting of 32", "sysctl user.max_user");
        let limit = Environment { max_net_namespaces: Some(5), ..Environment::default() };
        check(Stage::NetNamespace, FULL, &limit, "which is 5 here", "max_net_namespaces=");
        check(Stage::MountNamespace, FULL, &none, "max_mnt_namespaces", "max_mnt_namespaces=");
        let full = Denial::Kernel(libc::EAGAIN);
        check(Stage::Fork, full, &none, "limit of processes", "raise it");

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
        let label = Some("docker-default (enforce)".to_owned());
        let profile = Environment { label, ..ubuntu };
        check(user, DENIED, &profile, "AppArmor profile `docker-default`", "apparmor=unconfined");
        let label = Some("system_u:system_r:container_t:s0".to_owned());
        let context = Environment { label, ..Environment::default() };
        check(user, DENIED, &context, "security context `system_u:", "label=disable");

        let old = Environment { no_user_namespaces: true, ..Environment::default() };
        let invalid = Denial::Kernel(libc::EINVAL);
        check(user, invalid, &old, "no user namespaces", "CONFIG_USER_NS");
        check(user, invalid, &none, "several threads", "LD_PRELOAD");
        let powerless =
            Environment { cannot_map_root: true, is_root: true, ..Environment::default() };
        check(Stage::IdMap, DENIED, &powerless, "CAP_SETFCAP", "another user than root");
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
    fn a_filter_is_told_from_the_kernel() {
        let user = Stage::UserNamespace;
        let ubuntu = Environment { apparmor_restricts: true, ..Environment::default() };
        for errno in [libc::EPERM, libc::ENOSYS, libc::EACCES] {
            let how = Denial::Filter(errno);
            check(user, how, &ubuntu, "a seccomp filter refuses it", "--cap-add SYS_ADMIN");
        }
        let killed = Denial::KilledByFilter;
        check(user, killed, &ubuntu, "seccomp filter kills", "seccomp=unconfined");
        let filter = Environment { seccomp_filter: true, ..Environment::default() };
        check(user, DENIED, &filter, "a seccomp filter is in force", "SystemCallFilter=");
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
                "/proc can only be read",
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
        check(user, FULL, &limit, "without the capabilities of root no user", ", or run as root");
        let stuck = Environment { no_new_privileges: true, ..limit.clone() };
        check(user, FULL, &stuck, "without the capabilities", "where `no_new_privs` is not set");
        let root = Environment { is_root: true, ..limit.clone() };
        check(
            user,
            FULL,
            &root,
            "this root has given up the capabilities of root, and no",
            "with the capabilities of root",
        );
        let missing_from_bounding_set = vec!["CAP_SYS_ADMIN".to_owned()];
        let bounded = Environment { missing_from_bounding_set, is_root: true, ..limit };
        let reason = "the bounding set has no CAP_SYS_ADMIN, not even for root, and no user";
        check(user, FULL, &bounded, reason, "with CAP_SYS_ADMIN in the bounding set");
    }
}
