//! What nodes do without on a machine: never a wrong view in silence.

use std::fmt;

use super::cause;
use crate::kernel::bare::probe_report::{ProbeReport, VIEW_PARTS, ViewPart};
use crate::kernel::entry::environment::Environment;

/// A part of the view that the machine refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) part: ViewPart,
    pub(crate) reason: String,
    /// What comes of it.
    pub(crate) so: &'static str,
    pub(crate) fix: Option<String>,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note: {}: {}", self.reason, self.so)?;
        self.fix.iter().try_for_each(|fix| write!(f, "; {fix}"))
    }
}

/// One for each part that was refused.
pub(crate) fn notes(probe: &ProbeReport, environment: &Environment) -> Vec<Note> {
    let parts = VIEW_PARTS.into_iter().zip(probe.view);
    parts
        .filter(|&(_, errno)| errno != 0)
        .map(|(part, errno)| note(part, errno, environment))
        .collect()
}

fn note(part: ViewPart, errno: i32, environment: &Environment) -> Note {
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
        ViewPart::HostName => ("a name of its own", "nodes have the host's name"),
    };
    let cause = match part {
        ViewPart::Sys => cause::masked("/sys", &environment.masks.sys, environment),
        ViewPart::Sysctl => cause::masked("/proc/sys/net", &environment.masks.proc, environment)
            .or_else(|| (errno == libc::ENOENT).then(cause::subset)),
        ViewPart::ProcNet => cause::masked("/proc/self/net", &environment.masks.proc, environment),
        ViewPart::Run | ViewPart::HostName => None,
    };
    let (because, fix) = cause.unzip();
    let because = because.unwrap_or_default();
    Note { part, reason: format!("this machine refuses {refused} ({kernel}){because}"), so, fix }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: ViewPart, errno: i32, masks: [&[&str]; 3], said: &str) {
        let mut environment = Environment::default();
        let [proc, sys, read_only] =
            masks.map(|paths| paths.iter().map(ToString::to_string).collect());
        (environment.masks.proc, environment.masks.sys, environment.masks.read_only) =
            (proc, sys, read_only);
        let mut view = [0; VIEW_PARTS.len()];
        let nth = VIEW_PARTS.iter().position(|&other| other == part).expect("it is one");
        view[nth] = errno;
        let notes = notes(&ProbeReport { denied: None, view }, &environment);
        let [note] = &notes[..] else { panic!("{notes:?}") };
        assert_eq!(note.to_string(), said);
    }

    #[test]
    fn a_mask_is_named() {
        check(
            ViewPart::HostName,
            libc::EPERM,
            [&[], &[], &[]],
            "note: this machine refuses a name of its own (Operation not permitted (os error 1)): \
             nodes have the host's name",
        );
        check(
            ViewPart::Sys,
            libc::EPERM,
            [&[], &["/sys/firmware"], &[]],
            "note: this machine refuses a fresh sysfs (Operation not permitted (os error 1)): \
             /sys/firmware masked, as container engines do it: /sys/class/net is empty in every \
             node; a container: `--security-opt systempaths=unconfined` (Docker) or \
             `--security-opt unmask=ALL` (Podman)",
        );
        check(
            ViewPart::Sysctl,
            libc::EROFS,
            [&["/proc/sys"], &[], &["/proc/sys"]],
            "note: this machine refuses writing to /proc/sys/net (Read-only file system (os error \
             30)): /proc/sys can only be read: nodes begin with the sysctls that the kernel copies \
             from the host; a container: `--security-opt systempaths=unconfined` (Docker) or \
             `--security-opt unmask=ALL` (Podman)",
        );
    }
}
