//! The whole way into a network, tried in a forked child before anything depends on it.
//!
//! Only trying tells: Ubuntu's AppArmor lets `unshare` succeed and denies what comes after it, a
//! container's seccomp filter may refuse any one call, and a limit shows when it is reached.
#![allow(unsafe_code, reason = "forks a child, which makes bare system calls only")]

use std::ffi::CStr;
use std::sync::atomic::{AtomicI32, Ordering};

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
}

const STAGES: [Stage; 9] = [
    Stage::Fork,
    Stage::Capabilities,
    Stage::UserNamespace,
    Stage::IdMap,
    Stage::NetNamespace,
    Stage::NamespaceFile,
    Stage::MountNamespace,
    Stage::PrivateMounts,
    Stage::Loopback,
];

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
    /// The stage at which there was no going on, and the kernel's word.
    pub(crate) refused: Option<(Stage, Errno)>,
    /// For each of [`VIEW_PARTS`] the kernel's word, 0 where it works.
    pub(crate) view: [Errno; VIEW_PARTS.len()],
}

impl Findings {
    /// Whether the kernel lets a part of the view be.
    pub(super) fn allow(&self, part: ViewPart) -> bool {
        VIEW_PARTS.iter().zip(self.view).all(|(&other, errno)| other != part || errno == 0)
    }

    fn refused(stage: Stage, errno: Errno) -> Self {
        Self { refused: Some((stage, errno)), view: [0; VIEW_PARTS.len()] }
    }
}

/// Where the child writes what it found: the stage's number + 1, its errno, the view's errnos.
const CELLS: usize = 3 + VIEW_PARTS.len();
const DONE: usize = CELLS - 1;

/// Tries the whole way in, with a user namespace or without, and waits for the verdict.
pub(super) fn run(with_user_namespace: bool) -> Findings {
    let cells = match raw::shared_memory::<AtomicI32>(CELLS) {
        Ok(cells) => cells,
        Err(errno) => return Findings::refused(Stage::Fork, errno),
    };
    // SAFETY: the child makes bare system calls and ends with `exit`.
    match unsafe { raw::fork_quietly() } {
        Err(errno) => Findings::refused(Stage::Fork, errno),
        Ok(0) => {
            if let Err((stage, errno)) = way_in(with_user_namespace) {
                cells[1].store(errno, Ordering::Relaxed);
                cells[0].store(stage as i32 + 1, Ordering::Relaxed);
            } else {
                for (cell, part) in cells[2..DONE].iter().zip(VIEW_PARTS) {
                    cell.store(try_view(part).err().unwrap_or(0), Ordering::Relaxed);
                }
            }
            cells[DONE].store(1, Ordering::Release);
            raw::exit(0)
        }
        Ok(child) => match raw::wait(child) {
            Err(errno) => Findings::refused(Stage::Fork, errno),
            // A seccomp filter may kill instead of refusing.
            Ok(_) if cells[DONE].load(Ordering::Acquire) == 0 => {
                Findings::refused(Stage::UserNamespace, libc::EPERM)
            }
            Ok(_) => read(cells),
        },
    }
}

fn read(cells: &[AtomicI32]) -> Findings {
    let cell = |nth: usize| cells[nth].load(Ordering::Relaxed);
    let refused = usize::try_from(cell(0) - 1).ok().and_then(|stage| STAGES.get(stage));
    let mut view = [0; VIEW_PARTS.len()];
    for (nth, errno) in view.iter_mut().enumerate() {
        *errno = cell(2 + nth);
    }
    Findings { refused: refused.map(|&stage| (stage, cell(1))), view }
}

fn way_in(with_user_namespace: bool) -> Result<(), (Stage, Errno)> {
    if with_user_namespace {
        userns::enter()?;
    } else {
        capability::keep().map_err(|errno| (Stage::Capabilities, errno))?;
    }
    let at = |stage: Stage| move |errno: Errno| (stage, errno);
    raw::unshare(libc::CLONE_NEWNET).map_err(at(Stage::NetNamespace))?;
    raw::open(c"/proc/thread-self/ns/net", libc::O_RDONLY)
        .map(raw::close)
        .map_err(at(Stage::NamespaceFile))?;
    raw::unshare(libc::CLONE_NEWNS).map_err(at(Stage::MountNamespace))?;
    raw::mount(c"none", c"/", c"none", libc::MS_REC | libc::MS_PRIVATE, c"")
        .map_err(at(Stage::PrivateMounts))?;
    raw::loopback_up().map_err(at(Stage::Loopback))
}

fn try_view(part: ViewPart) -> Result<(), Errno> {
    const LOCKED_DOWN: u64 = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
    const PING_GROUP_RANGE: &CStr = c"/proc/sys/net/ipv4/ping_group_range";
    const ACCEPT_DAD: &CStr = c"/proc/sys/net/ipv6/conf/default/accept_dad";
    match part {
        ViewPart::Sys => raw::mount(c"sysfs", c"/sys", c"sysfs", LOCKED_DOWN, c""),
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
        ViewPart::HostName => raw::unshare(libc::CLONE_NEWUTS),
    }
}
