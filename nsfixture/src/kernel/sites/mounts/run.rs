//! The `/run` of each host: empty but for the directories that the machine's has, so that programs find what
//! their packages have made there, and for the names of the hosts, for `ip netns` (ip-netns(8)).

use std::env;
use std::fs::{self, File};
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{MetadataExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use nix::mount::{MsFlags, mount};
use nix::unistd::{getegid, geteuid};

use super::create;
use super::mount::{LOCKED_DOWN, mount_as};
use crate::error::{Error, Operation};
use crate::kernel::context::Context;

pub(super) const RUN: &str = "/run";

/// The directory with the files of all hosts of a network, in which each has its own.
const SHARED: &str = "/run/nsfixture";

/// The directory with the names of the network's hosts: links to the namespaces of their threads.
const HOSTS: &str = "/run/nsfixture/hosts";

/// The directory in which `ip netns` looks for names, and creates them.
const NETNS: &str = "/run/netns";

/// How the hosts of a network share what is in `/run`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// The host is alone: what is mounted for all is its `/run`.
    Nothing,
    /// Each host has its own `/run`, and its own directory of names in it.
    Files,
    /// Each host has its own `/run`, and all have one directory of names, because one for each would take too long.
    FilesAndNames,
}

impl Sharing {
    /// The number of hosts up to which each has its own directory of names.
    pub(crate) const OWN_NAMES_MAX: usize = 16;

    /// Returns how this number of hosts does.
    pub(crate) fn of(hosts: usize) -> Self {
        match hosts {
            1 => Self::Nothing,
            2..=Self::OWN_NAMES_MAX => Self::Files,
            _ => Self::FilesAndNames,
        }
    }
}

/// Hides the machine's `/run`: its sockets (of a resolver or a name cache) would answer for the wrong
/// network. What is mounted instead is the `/run` of a host that is alone in its network, and is hidden by
/// that of each host otherwise, except [`SHARED`], and [`NETNS`] where all share it.
pub(super) fn mount_common(cx: Context<'_>, sharing: Sharing) -> Result<(), Error> {
    // It must be known before it is hidden.
    skeleton();
    mount_tmpfs(cx)?;
    if sharing == Sharing::Nothing {
        make_skeleton(cx)?;
    }
    [SHARED, HOSTS, NETNS].into_iter().try_for_each(|directory| make_directory(cx, directory))
}

/// Mounts the `/run` of a host over what is mounted for all.
pub(super) fn mount_own(cx: Context<'_>, sharing: Sharing) -> Result<(), Error> {
    if sharing == Sharing::Nothing {
        return Ok(());
    }
    let open = |path: &'static str| cx.attempt_io(Operation::Open, path, || File::open(path));
    let shared = open(SHARED)?;
    let netns = (sharing == Sharing::FilesAndNames).then(|| open(NETNS)).transpose()?;
    mount_tmpfs(cx)?;
    make_skeleton(cx)?;
    mount_again(cx, &shared, SHARED)?;
    match netns {
        Some(netns) => mount_again(cx, &netns, NETNS),
        None => make_directory(cx, NETNS),
    }
}

/// Names the calling thread's host for all, and all for it. Returns the directory for its files.
pub(super) fn write_names(
    cx: Context<'_>,
    sharing: Sharing,
    names: &[String],
) -> Result<&'static Path, Error> {
    let own = cx.host.unwrap_or_default();
    name_for_all(cx, own)?;
    if sharing == Sharing::Files {
        names.iter().try_for_each(|name| link_name(cx, name))?;
    } else {
        link_name(cx, own)?;
    }
    Ok(Path::new(SHARED))
}

/// Creates the directories that the machine's `/run` has.
fn make_skeleton(cx: Context<'_>) -> Result<(), Error> {
    let own = (geteuid().as_raw(), getegid().as_raw());
    for Directory { path, mode, owner } in skeleton() {
        cx.attempt_io(Operation::Mkdir, path.display(), || create::directory(path, *mode))?;
        if *owner != own {
            // In a user namespace only mapped users can be owners.
            let _stays_this_users = chown(path, Some(owner.0), Some(owner.1));
        }
    }
    Ok(())
}

fn mount_tmpfs(cx: Context<'_>) -> Result<(), Error> {
    cx.attempt(Operation::Mount, "tmpfs on /run", || {
        let kind = Some("tmpfs");
        mount(kind, RUN, kind, LOCKED_DOWN, Some("mode=755"))
    })
}

fn make_directory(cx: Context<'_>, path: &str) -> Result<(), Error> {
    cx.attempt_io(Operation::Mkdir, path, || create::directory(Path::new(path), 0o755))
}

/// Mounts a directory that is hidden by now.
fn mount_again(cx: Context<'_>, directory: &File, path: &str) -> Result<(), Error> {
    make_directory(cx, path)?;
    cx.attempt(Operation::Mount, format_args!("the shared {path}"), || {
        let source = format!("/proc/thread-self/fd/{}", directory.as_raw_fd());
        mount_as(Some(&source), Path::new(path), None, MsFlags::MS_BIND)
    })
}

/// Names the host for all hosts of the network, by a link to the namespace of its thread.
fn name_for_all(cx: Context<'_>, name: &str) -> Result<(), Error> {
    let thread = cx.attempt_io(Operation::Readlink, "/proc/thread-self", || {
        fs::read_link("/proc/thread-self")
    })?;
    link(cx, &Path::new("/proc").join(thread).join("ns/net"), HOSTS, name)
}

/// Names a host for `ip netns`.
fn link_name(cx: Context<'_>, name: &str) -> Result<(), Error> {
    link(cx, &Path::new(HOSTS).join(name), NETNS, name)
}

fn link(cx: Context<'_>, target: &Path, directory: &str, name: &str) -> Result<(), Error> {
    let path = Path::new(directory).join(name);
    cx.attempt_io(Operation::Symlink, path.display(), || symlink(target, &path))
}

/// A directory of the machine's `/run`.
struct Directory {
    path: PathBuf,
    mode: u32,
    owner: (u32, u32),
}

/// Returns the directories of the machine's `/run`, except those of its networks, its containers, its users, and its
/// start. They are read once in a process.
fn skeleton() -> &'static [Directory] {
    const LEFT_OUT: [&str; 17] = [
        "blkid",
        "console-setup",
        "containers",
        "credentials",
        "cryptsetup",
        "docker",
        "initramfs",
        "log",
        "mount",
        "netns",
        "nsfixture",
        "sendsigs.omit.d",
        "systemd",
        "tmpfiles.d",
        "udev",
        "udisks2",
        "user",
    ];
    /// More than these are no packages'.
    const MAX: usize = 64;
    static SKELETON: OnceLock<Vec<Directory>> = OnceLock::new();
    SKELETON.get_or_init(|| {
        let here = env::current_dir().unwrap_or_default();
        let entries = fs::read_dir(RUN).into_iter().flatten().flatten();
        let directories = entries.filter_map(|entry| {
            let is_left_out = LEFT_OUT.iter().any(|name| entry.file_name() == *name);
            // The working directory stays what it is.
            let is_left_out = is_left_out || here.starts_with(entry.path());
            // Links are not followed.
            let metadata = entry.metadata().ok().filter(|it| it.is_dir() && !is_left_out)?;
            let owner = (metadata.uid(), metadata.gid());
            Some(Directory { path: entry.path(), mode: metadata.mode() & 0o7777, owner })
        });
        directories.take(MAX).collect()
    })
}
