//! Networks that are up in other processes, and the way into them: by the files of `/proc`, for
//! nothing of a network has a name on the host.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sched::{CloneFlags, setns};

use super::orphans::parent_of;
use crate::kernel::bare::{capability, syscalls as raw};
use crate::kernel::sites::namespace::MountNamespace;

/// Where each host has the names of all: links to the namespaces of their threads.
const NETNS_DIR: &str = "run/netns";

/// A network that is up.
pub struct Running {
    /// The process that it is up in.
    pub process: i32,
    /// The names of its hosts, each with the thread that stays in it.
    hosts: Vec<(String, PathBuf)>,
}

/// The network that the process itself is in a host of.
pub fn here() -> Option<Running> {
    let hosts = hosts_below(Path::new("/"))?;
    let process = process_of(&hosts.first()?.1)?;
    Some(Running { process, hosts })
}

/// The networks that are up in processes which may be looked into: in all, or in this one and its
/// children, one of which is the worker of this one.
pub fn running(process: Option<i32>) -> Vec<Running> {
    let meant = |&candidate: &i32| {
        process.is_none_or(|process| candidate == process || parent_of(candidate) == Some(process))
    };
    processes().into_iter().filter(meant).filter_map(of).collect()
}

fn processes() -> Vec<i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut processes: Vec<i32> =
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    processes.sort_unstable();
    processes
}

/// The network of a process, if one of its threads stays in a host.
fn of(process: i32) -> Option<Running> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).ok()?.flatten();
    // There are also threads that see no network, and a program may be in another's.
    tasks.filter_map(|task| hosts_below(&task.path().join("root"))).find_map(|hosts| {
        let own = process_of(&hosts.first()?.1)? == process;
        own.then_some(Running { process, hosts })
    })
}

/// The hosts that are named below a root directory, each with its thread.
fn hosts_below(root: &Path) -> Option<Vec<(String, PathBuf)>> {
    let names = fs::read_dir(root.join(NETNS_DIR)).ok()?.flatten();
    let mut hosts: Vec<_> = names
        .filter_map(|name| {
            let target = fs::read_link(name.path()).ok()?;
            let thread = target.strip_prefix("/proc").ok()?.parent()?.parent()?;
            Some((name.file_name().into_string().ok()?, Path::new("/proc").join(thread)))
        })
        .collect();
    hosts.sort();
    (!hosts.is_empty()).then_some(hosts)
}

/// The process of `/proc/PROCESS/task/THREAD`.
fn process_of(thread: &Path) -> Option<i32> {
    thread.strip_prefix("/proc").ok()?.iter().next()?.to_str()?.parse().ok()
}

impl Running {
    /// The names of its hosts.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().map(|(name, _)| name.as_str())
    }

    /// What the process was started with.
    pub fn command_line(&self) -> String {
        let line = fs::read(format!("/proc/{}/cmdline", self.process)).unwrap_or_default();
        let words = line.split(|&byte| byte == 0).filter(|word| !word.is_empty());
        words.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// Moves the process, which must have one thread, into a host for good; whether it has such a
    /// host.
    ///
    /// # Errors
    /// If the network is another user's, or has just gone down.
    pub fn enter(&self, host: &str) -> io::Result<bool> {
        let Some((_, thread)) = self.hosts.iter().find(|(name, _)| name == host) else {
            return Ok(false);
        };
        let open = |kind: &str| File::open(thread.join("ns").join(kind));
        // All before the first is entered: from inside, the view of `/proc` may be another.
        let (net, uts, mnt) = (open("net")?, open("uts")?, open("mnt")?);
        // Root stays who it is: it may enter the others all the same.
        if !capability::are_permitted() {
            let user = open("user")?;
            if user.metadata()?.ino() != fs::metadata("/proc/self/ns/user")?.ino() {
                setns(user, CloneFlags::CLONE_NEWUSER)?;
                // All are active now, and would be lost to one who is not root there; what is kept
                // is raised below.
                raw::set_capabilities(0, 0).map_err(Errno::from_raw)?;
            }
        }
        capability::raise_ambient_set().map_err(Errno::from_raw)?;
        setns(net, CloneFlags::CLONE_NEWNET)?;
        setns(uts, CloneFlags::CLONE_NEWUTS)?;
        MountNamespace::from(mnt).enter()?;
        Ok(true)
    }
}
