//! Notes about what hosts lack on a machine, so that no wrong view goes unreported.

use std::fmt;

use super::diagnose;
use crate::kernel::bare::probe_report::{ProbeReport, VIEW_PARTS, ViewPart};
use crate::kernel::entry::environment::Environment;

/// A part of the view that the machine denies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The part.
    pub part: ViewPart,
    /// What is denied, and why.
    pub reason: String,
    /// What hosts lack.
    pub consequence: &'static str,
    /// What to do about it, if that is known.
    pub fix: Option<String>,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note: {}: {}", self.reason, self.consequence)?;
        self.fix.iter().try_for_each(|fix| write!(f, "; fix: {fix}"))
    }
}

/// Returns a note for each part that was denied.
pub(crate) fn notes(probe: &ProbeReport, environment: &Environment) -> Vec<Note> {
    let parts = VIEW_PARTS.into_iter().zip(probe.view);
    parts
        .filter(|&(_, errno)| errno != 0)
        .map(|(part, errno)| note(part, errno, environment))
        .collect()
}

fn note(part: ViewPart, errno: i32, environment: &Environment) -> Note {
    let kernel = std::io::Error::from_raw_os_error(errno);
    let (denied, consequence) = match part {
        ViewPart::Sys => ("cannot mount sysfs", "/sys/class/net is empty in every host"),
        ViewPart::ProcNet => (
            "cannot mount on /proc/self/net",
            "threads in a host see the machine's /proc/net (child programs see the host's)",
        ),
        ViewPart::Run if errno == libc::ENOENT => {
            ("cannot mount a tmpfs on /run", "hosts have no /run, so `ip netns` finds none of them")
        }
        ViewPart::Run => (
            "cannot mount a tmpfs on /run",
            "hosts see the machine's /run, and host names will not resolve",
        ),
        ViewPart::Sysctl => (
            "cannot write to /proc/sys/net",
            "hosts start with sysctls copied from the machine, and routers cannot forward IPv6",
        ),
        ViewPart::HostName => ("cannot set a host name", "hosts keep the machine's host name"),
    };
    let cause = match part {
        ViewPart::Sys => diagnose::masked("/sys", &environment.masks.sys, environment),
        ViewPart::Sysctl => diagnose::masked("/proc/sys/net", &environment.masks.proc, environment)
            .or_else(|| (errno == libc::ENOENT).then(diagnose::subset)),
        ViewPart::ProcNet => {
            diagnose::masked("/proc/self/net", &environment.masks.proc, environment)
        }
        ViewPart::Run | ViewPart::HostName => None,
    };
    let denied = format!("{denied} ({kernel})");
    let (reason, fix) = match cause {
        Some(cause) => (cause.reason(denied), Some(cause.fix)),
        None => (denied, None),
    };
    Note { part, reason, consequence, fix }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: ViewPart, errno: i32, masks: [&[&str]; 3], expected: &str) {
        let mut environment = Environment::default();
        let [proc, sys, read_only] =
            masks.map(|paths| paths.iter().map(ToString::to_string).collect());
        (environment.masks.proc, environment.masks.sys, environment.masks.read_only) =
            (proc, sys, read_only);
        let mut view = [0; VIEW_PARTS.len()];
        let nth = VIEW_PARTS.iter().position(|&other| other == part).expect("it is one");
        view[nth] = errno;
        let notes = notes(&ProbeReport { denied: None, view, is_presumed: false }, &environment);
        let [note] = &notes[..] else { panic!("{notes:?}") };
        assert_eq!(note.to_string(), expected);
    }

    #[test]
    fn a_missing_run_is_not_the_machines() {
        check(
            ViewPart::Run,
            libc::ENOENT,
            [&[], &[], &[]],
            "note: cannot mount a tmpfs on /run (No such file or directory (os error 2)): hosts have no \
             /run, so `ip netns` finds none of them",
        );
        check(
            ViewPart::Run,
            libc::EPERM,
            [&[], &[], &[]],
            "note: cannot mount a tmpfs on /run (Operation not permitted (os error 1)): hosts see the \
             machine's /run, and host names will not resolve",
        );
    }

    #[test]
    fn a_mask_is_named() {
        check(
            ViewPart::HostName,
            libc::EPERM,
            [&[], &[], &[]],
            "note: cannot set a host name (Operation not permitted (os error 1)): hosts keep the \
             machine's host name",
        );
        check(
            ViewPart::Sys,
            libc::EPERM,
            [&[], &["/sys/firmware"], &[]],
            "note: cannot mount sysfs (Operation not permitted (os error 1)): /sys/firmware is masked \
             (as container engines do): /sys/class/net is empty in every host; fix: in a container: \
             `--security-opt systempaths=unconfined` (Docker) or `--security-opt unmask=ALL` (Podman)",
        );
        check(
            ViewPart::Sysctl,
            libc::EROFS,
            [&["/proc/sys"], &[], &["/proc/sys"]],
            "note: cannot write to /proc/sys/net (Read-only file system (os error 30)): /proc/sys is \
             read-only: hosts start with sysctls copied from the machine, and routers cannot forward IPv6; fix: in a container: \
             `--security-opt systempaths=unconfined` (Docker) or `--security-opt unmask=ALL` (Podman)",
        );
    }
}
