//! The whole way into a network, tried in a forked child before anything depends on it.
//!
//! Only trying tells: Ubuntu's AppArmor lets `unshare` succeed and denies what comes after it, a
//! container's seccomp filter may refuse any one call, and a limit shows when it is reached.
#![allow(unsafe_code, reason = "forks a child, which makes bare system calls only")]

use std::ffi::CStr;
use std::sync::atomic::{AtomicI32, Ordering};

use libc::c_int;

use super::raw::{self, Errno};
use super::{capability, userns};

/// The stages of the way in. Where one that is needed fails, there is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Forking the child that tries.
    Fork,
    /// Making the permitted capabilities effective.
    Capabilities,
    /// A user namespace.
    UserNamespace,
    /// The map of the user's and the group's id in it.
    IdMap,
    /// A network namespace.
    NetNamespace,
    /// Its file below `/proc`, a descriptor of which holds it.
    NamespaceFile,
    /// A mount namespace.
    MountNamespace,
    /// Making its mounts private.
    PrivateMounts,
    /// Bringing `lo` up.
    Loopback,
    /// Mounting what a node sees, each part of which may be refused.
    View,
}

/// All stages, in their order.
pub(crate) const STAGES: [Stage; 10] = [
    Stage::Fork,
    Stage::Capabilities,
    Stage::UserNamespace,
    Stage::IdMap,
    Stage::NetNamespace,
    Stage::NamespaceFile,
    Stage::MountNamespace,
    Stage::PrivateMounts,
    Stage::Loopback,
    Stage::View,
];

/// How a stage was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// With this error number, as far as can be told by the kernel.
    Kernel(Errno),
    /// With this one, by a seccomp filter: what no kernel ever grants is answered by it, too.
    Filter(Errno),
    /// By the end of whoever tried, by such a filter, too.
    KilledByFilter,
    /// The same, by this signal.
    Killed(c_int),
}

/// The parts of the view from inside a node, each of which the kernel may refuse by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewPart {
    /// A fresh sysfs on `/sys`.
    Sys,
    /// The thread's own `/proc/net`.
    ProcNet,
    /// A private `/run`.
    Run,
    /// Writing to `/proc/sys/net`.
    Sysctl,
    /// A UTS namespace, in which the host has its name.
    HostName,
}

/// All parts of the view.
pub(crate) const VIEW_PARTS: [ViewPart; 5] =
    [ViewPart::Sys, ViewPart::ProcNet, ViewPart::Run, ViewPart::Sysctl, ViewPart::HostName];

/// What a trial found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Findings {
    /// The stage at which there was no going on, and how.
    pub(crate) refused: Option<(Stage, Refusal)>,
    /// For each of [`VIEW_PARTS`] the kernel's word, 0 where it works.
    pub(crate) view: [Errno; VIEW_PARTS.len()],
}

impl Findings {
    /// Whether the kernel lets a part of the view be.
    pub(super) fn allow(&self, part: ViewPart) -> bool {
        VIEW_PARTS.iter().zip(self.view).all(|(&other, errno)| other != part || errno == 0)
    }

    fn refused(stage: Stage, how: Refusal) -> Self {
        Self { refused: Some((stage, how)), view: [0; VIEW_PARTS.len()] }
    }
}

/// Where the child writes what it finds: the number of the stage that it is at, the errno that ended
/// it there, whether a filter gave that, the view's errnos, whether it came to an end.
const CELLS: usize = 4 + VIEW_PARTS.len();
const STAGE: usize = 0;
const ERRNO: usize = 1;
const FILTER: usize = 2;
const VIEW: usize = 3;
const DONE: usize = CELLS - 1;

/// Tries the whole way in, with a user namespace or without, and waits for the verdict.
pub(super) fn run(with_user_namespace: bool) -> Findings {
    let no_child = |errno| Findings::refused(Stage::Fork, Refusal::Kernel(errno));
    let cells = match raw::shared_memory::<AtomicI32>(CELLS) {
        Ok(cells) => cells,
        Err(errno) => return no_child(errno),
    };
    // SAFETY: the child makes bare system calls and ends with `exit`.
    match unsafe { raw::fork_quietly() } {
        Err(errno) => no_child(errno),
        Ok(0) => {
            let at = |stage: Stage| cells[STAGE].store(stage as i32, Ordering::Relaxed);
            if let Err((stage, errno)) = way_in(with_user_namespace, at) {
                at(stage);
                cells[ERRNO].store(errno, Ordering::Relaxed);
                cells[FILTER].store(i32::from(is_filtered(stage)), Ordering::Relaxed);
            } else {
                at(Stage::View);
                for (cell, part) in cells[VIEW..DONE].iter().zip(VIEW_PARTS) {
                    cell.store(try_view(part).err().unwrap_or(0), Ordering::Relaxed);
                }
            }
            cells[DONE].store(1, Ordering::Release);
            raw::exit(0)
        }
        Ok(child) => match raw::wait(child) {
            Err(errno) => no_child(errno),
            Ok(status) => read(cells, status),
        },
    }
}

fn read(cells: &[AtomicI32], status: c_int) -> Findings {
    let cell = |nth: usize| cells[nth].load(Ordering::Relaxed);
    let done = cells[DONE].load(Ordering::Acquire) != 0;
    let stage = usize::try_from(cell(STAGE)).ok().and_then(|stage| STAGES.get(stage));
    let stage = stage.copied().unwrap_or(Stage::Fork);
    match (done, cell(ERRNO)) {
        // A seccomp filter may kill instead of refusing.
        (false, _) => Findings::refused(
            stage,
            match libc::WTERMSIG(status) {
                libc::SIGSYS => Refusal::KilledByFilter,
                signal => Refusal::Killed(signal),
            },
        ),
        (true, 0) => {
            let mut view = [0; VIEW_PARTS.len()];
            for (nth, errno) in view.iter_mut().enumerate() {
                *errno = cell(VIEW + nth);
            }
            Findings { refused: None, view }
        }
        (true, errno) if cell(FILTER) != 0 => Findings::refused(stage, Refusal::Filter(errno)),
        (true, errno) => Findings::refused(stage, Refusal::Kernel(errno)),
    }
}

fn way_in(with_user_namespace: bool, at: impl Fn(Stage)) -> Result<(), (Stage, Errno)> {
    if with_user_namespace {
        at(Stage::UserNamespace);
        userns::enter()?;
    }
    let step = |stage: Stage, done: &dyn Fn() -> Result<(), Errno>| {
        at(stage);
        done().map_err(|errno| (stage, errno))
    };
    if !with_user_namespace {
        step(Stage::Capabilities, &capability::keep)?;
    }
    step(Stage::NetNamespace, &|| raw::unshare(libc::CLONE_NEWNET))?;
    step(Stage::NamespaceFile, &|| {
        raw::open(c"/proc/thread-self/ns/net", libc::O_RDONLY).map(raw::close)
    })?;
    step(Stage::MountNamespace, &|| raw::unshare(libc::CLONE_NEWNS))?;
    step(Stage::PrivateMounts, &|| {
        raw::mount(c"none", c"/", c"none", libc::MS_REC | libc::MS_PRIVATE, c"")
    })?;
    step(Stage::Loopback, &raw::loopback_up)
}

/// Whether a seccomp filter answers for the kernel at a stage, as a call tells whose arguments are
/// so wrong that the kernel looks at nothing else: it always says so (`check_unshare_flags`,
/// `kernel/fork.c`; `copy_mount_string`, `fs/namespace.c`), and a filter does not.
fn is_filtered(stage: Stage) -> bool {
    /// A bit of clone(2)'s that unshare(2) has no use for.
    const NO_FLAG: c_int = 1;
    let unshare = |flag| raw::unshare(flag | NO_FLAG) != Err(libc::EINVAL);
    match stage {
        Stage::UserNamespace => unshare(libc::CLONE_NEWUSER),
        Stage::NetNamespace => unshare(libc::CLONE_NEWNET),
        Stage::MountNamespace => unshare(libc::CLONE_NEWNS),
        Stage::PrivateMounts => raw::mount_nowhere() != Err(libc::EFAULT),
        _ => false,
    }
}

fn try_view(part: ViewPart) -> Result<(), Errno> {
    const LOCKED_DOWN: u64 = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
    const PING_GROUP_RANGE: &CStr = c"/proc/sys/net/ipv4/ping_group_range";
    const ACCEPT_DAD: &CStr = c"/proc/sys/net/ipv6/conf/default/accept_dad";
    match part {
        ViewPart::Sys => {
            let mount = |flags| raw::mount(c"sysfs", c"/sys", c"sysfs", LOCKED_DOWN | flags, c"");
            // As `mounts` does.
            mount(0).or_else(|_| mount(libc::MS_RDONLY))
        }
        ViewPart::ProcNet => {
            raw::mount(c"/proc/thread-self/net", c"/proc/self/net", c"none", libc::MS_BIND, c"")
        }
        ViewPart::Run => raw::mount(c"tmpfs", c"/run", c"tmpfs", LOCKED_DOWN, c"mode=755"),
        ViewPart::Sysctl => {
            raw::open(PING_GROUP_RANGE, libc::O_WRONLY).map(raw::close)?;
            match raw::write_file(ACCEPT_DAD, b"0", 0) {
                // A kernel without IPv6 has none of it to set.
                Err(libc::ENOENT) => Ok(()),
                done => done,
            }
        }
        ViewPart::HostName => {
            raw::unshare(libc::CLONE_NEWUTS)?;
            // Podman's seccomp filter allows the one and refuses the other.
            raw::set_host_name(c"nsfixture")
        }
    }
}
