//! The rules of a security module for the process.

use std::fmt;
use std::fs;

/// What confines the process, from its label (`/proc/PID/attr/current`, proc_pid_attr(5)).
///
/// `Display` prints the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confinement {
    /// A profile of AppArmor, with its mode: `docker-default (enforce)`.
    AppArmor {
        /// The name of the profile.
        profile: String,
        /// `enforce`, `complain`, ...
        mode: String,
    },
    /// The security context of another module: `system_u:system_r:container_t:s0`.
    Context(String),
}

impl Confinement {
    /// Returns what confines this process, if a security module does.
    pub(super) fn read() -> Option<Self> {
        Self::of(&fs::read_to_string("/proc/self/attr/current").ok()?)
    }

    /// AppArmor labels a process without a profile `unconfined`, SELinux without a policy `kernel`.
    fn of(label: &str) -> Option<Self> {
        let label = label.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if label.is_empty() || label.starts_with("unconfined") || label == "kernel" {
            return None;
        }
        // The name of a profile may have parentheses, too.
        let profile = label.strip_suffix(')').and_then(|label| label.rsplit_once(" ("));
        Some(match profile {
            Some((profile, mode)) => {
                Self::AppArmor { profile: profile.to_owned(), mode: mode.to_owned() }
            }
            None => Self::Context(label.to_owned()),
        })
    }
}

impl fmt::Display for Confinement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AppArmor { profile, mode } => write!(f, "{profile} ({mode})"),
            Self::Context(context) => f.write_str(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_profile_or_a_context() {
        for (label, profile) in [
            ("docker-default (enforce)\n", "docker-default"),
            ("/opt/a (b)/c (complain)\n", "/opt/a (b)/c"),
        ] {
            let found = Confinement::of(label).expect("it confines");
            let Confinement::AppArmor { profile: found_profile, .. } = &found else {
                panic!("{found:?}")
            };
            assert_eq!(found_profile, profile);
            assert_eq!(found.to_string(), label.trim_end());
        }
        let context = "system_u:system_r:container_t:s0";
        let found = Confinement::of(&format!("{context}\0"));
        assert_eq!(found, Some(Confinement::Context(context.to_owned())));
    }

    #[test]
    fn an_unconfined_process_has_none() {
        for label in
            ["", "\0", "unconfined\n", "unconfined_u:unconfined_r:unconfined_t:s0", "kernel"]
        {
            assert_eq!(Confinement::of(label), None, "{label}");
        }
    }
}
