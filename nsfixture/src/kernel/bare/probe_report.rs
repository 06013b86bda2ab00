//! What a probe finds.

use libc::c_int;

use super::stage::Stage;
use super::syscalls::RawErrno;

/// How a stage was denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// By the kernel, with this error number.
    Kernel(RawErrno),
    /// By a seccomp filter, with this error number.
    Filter(RawErrno),
    /// By a seccomp filter that killed the probe process.
    KilledByFilter,
    /// The probe process was killed by this signal.
    Killed(c_int),
}

/// A part of a host's view, each of which the kernel may refuse by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewPart {
    /// A new sysfs on `/sys`.
    Sys,
    /// The thread's own `/proc/net`.
    ProcNet,
    /// A private `/run`.
    Run,
    /// Writing to `/proc/sys/net`.
    Sysctl,
    /// A UTS namespace with the host's name.
    HostName,
}

/// All parts of the view.
pub const VIEW_PARTS: [ViewPart; 5] =
    [ViewPart::Sys, ViewPart::ProcNet, ViewPart::Run, ViewPart::Sysctl, ViewPart::HostName];

/// The result of a probe.
#[derive(Debug, Clone, Copy)]
pub struct ProbeReport {
    /// The stage that was denied, if one was.
    pub denied: Option<(Stage, Denial)>,
    /// For each of [`VIEW_PARTS`] the error number, 0 where it works.
    pub view: [RawErrno; VIEW_PARTS.len()],
    /// True if nothing was probed: set-up checks what it would not notice.
    pub(crate) is_presumed: bool,
}

impl ProbeReport {
    pub(super) fn denied(stage: Stage, how: Denial) -> Self {
        Self { denied: Some((stage, how)), view: [0; VIEW_PARTS.len()], is_presumed: false }
    }

    /// Returns what a probe is likely to find.
    pub(crate) fn presumed() -> Self {
        Self { denied: None, view: [0; VIEW_PARTS.len()], is_presumed: true }
    }

    /// Returns true if the kernel allows all parts of the view.
    pub(crate) fn supports_all(&self) -> bool {
        self.view.iter().all(|&errno| errno == 0)
    }

    /// Returns true if the kernel allows a part of the view.
    pub(crate) fn supports(&self, part: ViewPart) -> bool {
        VIEW_PARTS.iter().zip(self.view).all(|(&other, errno)| other != part || errno == 0)
    }
}
