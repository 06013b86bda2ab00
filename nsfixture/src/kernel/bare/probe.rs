//! The whole set-up of a host, probed in a forked child before anything depends on it.
//!
//! Only a probe is conclusive: Ubuntu's AppArmor lets `unshare` succeed and denies what follows, a
//! container's seccomp filter may refuse any one call, and a limit shows when it is reached.
#![allow(unsafe_code, reason = "forks a child, which makes bare system calls only")]

use core::ffi::CStr;
use core::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use libc::c_int;

use super::probe_report::{Denial, ProbeReport, VIEW_PARTS, ViewPart};
use super::stage::{STAGES, Stage};
use super::syscalls::{self, RawErrno, Zeroed};
use super::{capability, enter, userns};

/// The memory that the child writes its results to.
struct Shared {
    /// The stage that the child is at.
    stage: AtomicI32,
    /// The error number that ended it there.
    errno: AtomicI32,
    /// Set if that came from a seccomp filter.
    is_seccomp: AtomicBool,
    /// The error number of each part of the view.
    view: [AtomicI32; VIEW_PARTS.len()],
    /// Set once the child has finished.
    is_done: AtomicBool,
}

// SAFETY: atomic integers are valid when zeroed, and are changed by atomic instructions.
unsafe impl Zeroed for Shared {}

impl Shared {
    fn enter(&self, stage: Stage) {
        self.stage.store(stage as i32, Ordering::Relaxed);
    }

    fn fill(&self, with_user_namespace: bool) {
        if let Err((stage, errno)) = steps(with_user_namespace, |stage| self.enter(stage)) {
            self.enter(stage);
            self.errno.store(errno, Ordering::Relaxed);
            self.is_seccomp.store(is_seccomp(stage), Ordering::Relaxed);
        } else {
            self.enter(Stage::View);
            for (cell, part) in self.view.iter().zip(VIEW_PARTS) {
                cell.store(try_view(part).err().unwrap_or(0), Ordering::Relaxed);
            }
        }
        self.is_done.store(true, Ordering::Release);
    }

    fn report(&self, status: c_int) -> ProbeReport {
        let is_done = self.is_done.load(Ordering::Acquire);
        let stage = usize::try_from(self.stage.load(Ordering::Relaxed)).ok();
        let stage = stage.and_then(|stage| STAGES.get(stage)).copied().unwrap_or(Stage::Fork);
        let how = match (is_done, self.errno.load(Ordering::Relaxed)) {
            // A seccomp filter may kill instead of returning an error.
            (false, _) => match libc::WTERMSIG(status) {
                libc::SIGSYS => Denial::KilledByFilter,
                signal => Denial::Killed(signal),
            },
            (true, 0) => {
                let view = self.view.each_ref().map(|errno| errno.load(Ordering::Relaxed));
                return ProbeReport { denied: None, view, is_presumed: false };
            }
            (true, errno) if self.is_seccomp.load(Ordering::Relaxed) => Denial::Filter(errno),
            (true, errno) => Denial::Kernel(errno),
        };
        ProbeReport::denied(stage, how)
    }
}

/// Probes the whole set-up, with a user namespace or without, and waits for the result.
pub fn run(with_user_namespace: bool) -> ProbeReport {
    let no_child = |errno| ProbeReport::denied(Stage::Fork, Denial::Kernel(errno));
    let shared = match syscalls::shared_memory::<Shared>(1).map(<[Shared]>::first) {
        Ok(Some(shared)) => shared,
        Ok(None) => return no_child(libc::ENOMEM),
        Err(errno) => return no_child(errno),
    };
    // SAFETY: the child makes bare system calls and ends with `exit`.
    match unsafe { syscalls::fork_quietly() } {
        Err(errno) => no_child(errno),
        Ok(0) => {
            shared.fill(with_user_namespace);
            syscalls::exit(0)
        }
        Ok(child) => match syscalls::wait(child) {
            Err(errno) => no_child(errno),
            Ok(status) => shared.report(status),
        },
    }
}

fn steps(with_user_namespace: bool, at: impl Fn(Stage)) -> Result<(), (Stage, RawErrno)> {
    if with_user_namespace {
        at(Stage::UserNamespace);
        userns::enter()?;
    }
    let step = |stage: Stage, done: &dyn Fn() -> Result<(), RawErrno>| {
        at(stage);
        done().map_err(|errno| (stage, errno))
    };
    if !with_user_namespace {
        step(Stage::Capabilities, &capability::raise_ambient_set)?;
    }
    step(Stage::NetNamespace, &|| syscalls::unshare(libc::CLONE_NEWNET))?;
    step(Stage::NamespaceFile, &|| {
        syscalls::open(c"/proc/thread-self/ns/net", libc::O_RDONLY).map(syscalls::close)
    })?;
    step(Stage::MountNamespace, &|| syscalls::unshare(libc::CLONE_NEWNS))?;
    step(Stage::PrivateMounts, &|| {
        syscalls::mount(c"none", c"/", c"none", libc::MS_REC | libc::MS_PRIVATE, c"")
    })?;
    step(Stage::SameRoot, &enter_again)?;
    step(Stage::Loopback, &syscalls::loopback_up)
}

/// Returns true if a seccomp filter answers for the kernel at a stage.
///
/// With invalid arguments the kernel always returns the same error, before it checks anything else
/// (`check_unshare_flags`, `kernel/fork.c`; `copy_mount_string`, `fs/namespace.c`; Linux 6.12). A
/// filter returns its own.
fn is_seccomp(stage: Stage) -> bool {
    /// A flag of clone(2) that unshare(2) does not accept.
    const INVALID: c_int = 1;
    let unshare = |flag| syscalls::unshare(flag | INVALID) != Err(libc::EINVAL);
    match stage {
        Stage::UserNamespace => unshare(libc::CLONE_NEWUSER),
        Stage::NetNamespace => unshare(libc::CLONE_NEWNET),
        Stage::MountNamespace => unshare(libc::CLONE_NEWNS),
        Stage::PrivateMounts => syscalls::mount_nowhere() != Err(libc::EFAULT),
        _ => false,
    }
}

/// Enters the mount namespace that the child is in. Its root directory becomes the namespace's (setns(2)), which is
/// another one if the process is in a chroot.
pub(crate) fn enter_again() -> Result<(), RawErrno> {
    let before = syscalls::mount_of(c"/");
    let namespace = syscalls::open(c"/proc/thread-self/ns/mnt", libc::O_RDONLY)?;
    let entered = enter::enter_mounts(namespace);
    syscalls::close(namespace);
    entered?;
    match (before, syscalls::mount_of(c"/")) {
        (Ok(before), Ok(after)) if before != after => Err(libc::EXDEV),
        _ => Ok(()),
    }
}

fn try_view(part: ViewPart) -> Result<(), RawErrno> {
    const LOCKED_DOWN: u64 = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
    const PING_GROUP_RANGE: &CStr = c"/proc/sys/net/ipv4/ping_group_range";
    const ACCEPT_DAD: &CStr = c"/proc/sys/net/ipv6/conf/default/accept_dad";
    match part {
        ViewPart::Sys => {
            let mount =
                |flags| syscalls::mount(c"sysfs", c"/sys", c"sysfs", LOCKED_DOWN | flags, c"");
            // As `sites::mounts` does.
            mount(0).or_else(|_| mount(libc::MS_RDONLY))
        }
        ViewPart::ProcNet => syscalls::mount(
            c"/proc/thread-self/net",
            c"/proc/self/net",
            c"none",
            libc::MS_BIND,
            c"",
        ),
        ViewPart::Run => syscalls::mount(c"tmpfs", c"/run", c"tmpfs", LOCKED_DOWN, c"mode=755"),
        ViewPart::Sysctl => {
            let open = || syscalls::open(PING_GROUP_RANGE, libc::O_WRONLY).map(syscalls::close);
            match open() {
                // As `sites::mounts` does.
                Err(libc::EROFS) => {
                    let flags = libc::MS_REMOUNT | libc::MS_BIND;
                    syscalls::mount(c"none", c"/proc/sys", c"none", flags, c"")
                        .map_err(|_| libc::EROFS)?;
                    open()?;
                }
                done => done?,
            }
            match syscalls::write_file(ACCEPT_DAD, b"0", 0) {
                // A kernel without IPv6 does not have it.
                Err(libc::ENOENT) => Ok(()),
                done => done,
            }
        }
        ViewPart::HostName => {
            syscalls::unshare(libc::CLONE_NEWUTS)?;
            // Podman's seccomp filter allows unshare and refuses sethostname.
            syscalls::set_host_name(c"nsfixture")
        }
    }
}
