//! Networks that are up in other processes, and entering them: by the files of `/proc`, because a network
//! has no name on the machine.

use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sched::{CloneFlags, setns};
use nsfixture::__cli;

use crate::process::orphans::parent_of;

/// The directory in each host with the names of all: links to the namespaces of their threads.
const HOSTS_DIR: &str = "run/nsfixture/hosts";

/// A network that is up.
pub(crate) struct Running {
    /// The PID of the process that owns it.
    pub(crate) process: i32,
    /// The names of its hosts, each with its thread.
    hosts: Vec<(String, PathBuf)>,
}

/// Returns the network that this process is in a host of.
pub(crate) fn here() -> Option<Running> {
    let hosts = hosts_below(Path::new("/"))?;
    let process = process_of(&hosts.first()?.1)?;
    Some(Running { process, hosts })
}

/// Returns the networks of all processes that may be inspected, or only those of this process and its
/// children, one of which is its worker.
pub(crate) fn all(process: Option<i32>) -> Vec<Running> {
    let meant = |&candidate: &i32| {
        process.is_none_or(|process| candidate == process || parent_of(candidate) == Some(process))
    };
    processes().into_iter().filter(meant).filter_map(of).collect()
}

/// Returns the network of a process; without one, that which this process is in, or the only one.
///
/// # Errors
/// Returns why there is none.
pub(crate) fn find(process: Option<i32>) -> Result<Running, String> {
    if let (None, Some(net)) = (process, here()) {
        return Ok(net);
    }
    let mut nets = all(process);
    let (Some(net), None) = (nets.pop(), nets.last()) else {
        return Err(match (process, nets.is_empty()) {
            (Some(process), _) => {
                format!("process {process} has no running network, or belongs to another user")
            }
            (None, true) => "no network is up; start one with `nsfixture shell FILE`".to_owned(),
            (None, false) => {
                "several networks are up; choose one with `--net PID` (see `nsfixture list`)"
                    .to_owned()
            }
        });
    };
    Ok(net)
}

fn processes() -> Vec<i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut processes: Vec<i32> =
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    processes.sort_unstable();
    processes
}

/// Returns the network of a process, if one of its threads is a host's.
fn of(process: i32) -> Option<Running> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).ok()?.flatten();
    // There are also threads that see no network, and a program may be in another's.
    tasks.filter_map(|task| hosts_below(&task.path().join("root"))).find_map(|hosts| {
        let own = process_of(&hosts.first()?.1)? == process;
        own.then_some(Running { process, hosts })
    })
}

/// Returns the hosts that are named below a root directory, each with its thread.
fn hosts_below(root: &Path) -> Option<Vec<(String, PathBuf)>> {
    let names = fs::read_dir(root.join(HOSTS_DIR)).ok()?.flatten();
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

/// Returns the PID in `/proc/PID/task/THREAD`.
fn process_of(thread: &Path) -> Option<i32> {
    thread.strip_prefix("/proc").ok()?.iter().next()?.to_str()?.parse().ok()
}

impl Running {
    /// Returns the names of its hosts.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the root directory of the first host, as this process can reach it.
    pub(crate) fn root(&self) -> PathBuf {
        self.hosts.first().map(|(_, thread)| thread.join("root")).unwrap_or_default()
    }

    /// Returns the command line of the process.
    pub(crate) fn command_line(&self) -> String {
        let line = fs::read(format!("/proc/{}/cmdline", self.process)).unwrap_or_default();
        let words = line.split(|&byte| byte == 0).filter(|word| !word.is_empty());
        words.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// Moves this process, which must have one thread, into a host for good. Returns false if the network
    /// has no such host.
    ///
    /// # Errors
    /// Returns an error if the network belongs to another user, or has just gone down.
    pub(crate) fn enter(&self, host: &str) -> io::Result<bool> {
        let Some((_, thread)) = self.hosts.iter().find(|(name, _)| name == host) else {
            return Ok(false);
        };
        let open = |kind: &str| File::open(thread.join("ns").join(kind));
        // All are opened before the first is entered, because the view of `/proc` may change.
        let (net, uts, mnt) = (open("net")?, open("uts")?, open("mnt")?);
        // Root may enter the others without the user namespace.
        if !__cli::are_permitted() {
            let user = open("user")?;
            if user.metadata()?.ino() != fs::metadata("/proc/self/ns/user")?.ino() {
                setns(user, CloneFlags::CLONE_NEWUSER)?;
                // All are active now, and a user who is not root there would lose them; those to keep
                // are raised below.
                __cli::set_capabilities(0, 0).map_err(Errno::from_raw)?;
            }
        }
        __cli::raise_ambient_set().map_err(Errno::from_raw)?;
        setns(net, CloneFlags::CLONE_NEWNET)?;
        setns(uts, CloneFlags::CLONE_NEWUTS)?;
        __cli::enter_mounts(mnt.as_raw_fd()).map_err(Errno::from_raw)?;
        Ok(true)
    }
}
