//! What to do about what the machine denies.

use crate::kernel::entry::confinement::Confinement;
use crate::kernel::entry::environment::Environment;

/// The options that a container needs (docker-run(1), podman-run(1)).
pub(super) const CONTAINER: &str = "`--cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add NET_RAW --cap-add \
                         SYS_PTRACE --security-opt seccomp=unconfined --security-opt \
                         apparmor=unconfined`";

/// The options that keep an engine from masking `/proc` and `/sys`.
pub const UNMASKED: &str =
    "`--security-opt systempaths=unconfined` (Docker) or `--security-opt unmask=ALL` (Podman)";

/// The setting that allows user namespaces on Debian's kernels.
pub const CLONE: &str = "`sysctl kernel.unprivileged_userns_clone=1`";

/// The setting that allows them on Ubuntu's.
pub const APPARMOR: &str = "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`";

/// Maps the user's ID.
pub const MAPPED: &str = "map it, as `unshare --map-current-user` does";

/// Avoids a chroot.
pub const OUTSIDE: &str = "run outside of the chroot";

/// Returns how to get the capabilities.
pub fn capabilities(environment: &Environment) -> String {
    if !environment.missing_from_bounding_set.is_empty() {
        let missing = list(&environment.missing_from_bounding_set);
        return format!(
            "run with root's capabilities, with {missing} in the bounding set (container: {CONTAINER})"
        );
    }
    let root = if environment.is_root { "run with root's capabilities" } else { "run as root" };
    if environment.no_new_privileges {
        return format!("{root} from a process without `no_new_privs`");
    }
    root.to_owned()
}

/// Returns how to avoid a seccomp filter.
pub fn unfiltered() -> String {
    format!(
        "run without the filter (container: {CONTAINER}; systemd service: drop `SystemCallFilter=` and \
         `RestrictNamespaces=`)"
    )
}

/// Joins words: `a, b and c`.
pub fn list(words: &[String]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        words => words.concat(),
    }
}

/// Returns how to avoid the rules of a security module.
pub fn unconfined(confinement: &Confinement) -> &'static str {
    match confinement {
        Confinement::AppArmor { .. } => {
            "allow it in the profile, or run without (container: `--security-opt \
             apparmor=unconfined`)"
        }
        Confinement::Context(_) => {
            "allow it in the policy, or run without (container: `--security-opt label=disable`)"
        }
    }
}
