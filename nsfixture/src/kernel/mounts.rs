//! The view from inside a node: what its paths show (mount_namespaces(7)).

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::mount::{MsFlags, mount};

use super::attempt::{Place, errno_of};
use super::trial::{Findings, ViewPart};
use crate::error::Error;

const LOCKED_DOWN: MsFlags = MsFlags::MS_NOSUID.union(MsFlags::MS_NODEV).union(MsFlags::MS_NOEXEC);

/// Where the names of the network's hosts are, for `ip netns` (ip-netns(8)).
const NETNS_DIR: &str = "/run/netns";

/// Where a network keeps the files that it puts in the place of others.
const OWN_DIR: &str = "/run/nsfixture";

/// What a host without a name server says: every lookup that `/etc/hosts` does not answer fails
/// at once, for nobody listens on loopback (resolv.conf(5)).
const RESOLV_CONF: &str = "# This network has no name server.\n";

/// Mounts what all nodes of a network see alike, in the calling thread's own mount namespace.
///
/// Its mounts become private, so that nothing spreads to the host, and the host's `/run` is
/// hidden: its sockets (a resolver's, a name cache's) would answer for the wrong network.
pub(crate) fn mount_common(place: Place<'_>, findings: &Findings) -> Result<(), Error> {
    let private = MsFlags::MS_REC | MsFlags::MS_PRIVATE;
    place.attempt("mount", "/ as private", || mount_as(None, Path::new("/"), None, private))?;
    if !findings.allow(ViewPart::Run) {
        return Ok(());
    }
    place.attempt("mount", "tmpfs on /run", || {
        let kind = Some("tmpfs");
        mount(kind, "/run", kind, LOCKED_DOWN, Some("mode=755"))
    })?;
    place.attempt_io("mkdir", NETNS_DIR, || fs::create_dir(NETNS_DIR))?;
    place.attempt_io("mkdir", OWN_DIR, || fs::create_dir(OWN_DIR))?;
    replace(place, "/etc/resolv.conf", &format!("{OWN_DIR}/resolv.conf"), RESOLV_CONF)
}

/// Mounts what one node alone sees; the calling thread is the node's resident.
///
/// The view of `/proc/net` names that thread and ends with it: for the threads of a process the
/// path shows the network of the main one (proc(5)).
pub(crate) fn mount_own(
    place: Place<'_>,
    findings: &Findings,
    hosts_file: &str,
) -> Result<(), Error> {
    if findings.allow(ViewPart::Sys) {
        place.attempt("mount", "sysfs on /sys", || {
            mount_as(Some("sysfs"), Path::new("/sys"), Some("sysfs"), LOCKED_DOWN)
        })?;
    } else {
        // Better no view than the host's.
        let kind = Some("tmpfs");
        let on = "/sys/class/net";
        place.attempt("mount", "an empty tmpfs on /sys/class/net", || {
            match mount(kind, on, kind, LOCKED_DOWN | MsFlags::MS_RDONLY, None::<&str>) {
                // Where there is no such directory, nobody sees the host's.
                Err(Errno::ENOENT) => Ok(()),
                done => done,
            }
        })?;
    }
    if findings.allow(ViewPart::ProcNet) {
        let (from, to) = ("/proc/thread-self/net", "/proc/self/net");
        place.attempt("mount", "/proc/thread-self/net on /proc/self/net", || {
            mount_as(Some(from), Path::new(to), None, MsFlags::MS_BIND)
        })?;
    }
    if !findings.allow(ViewPart::Run) {
        return Ok(());
    }
    name_for_ip_netns(place)?;
    let hosts = format!("{OWN_DIR}/hosts.{}", place.node.unwrap_or_default());
    replace(place, "/etc/hosts", &hosts, hosts_file)
}

/// Lets `ip netns` find the node by its name, in every node of the network: a link to the
/// namespace of the node's resident thread.
fn name_for_ip_netns(place: Place<'_>) -> Result<(), Error> {
    let thread =
        place.attempt_io("readlink", "/proc/thread-self", || fs::read_link("/proc/thread-self"))?;
    let target = Path::new("/proc").join(thread).join("ns/net");
    let name = Path::new(NETNS_DIR).join(place.node.unwrap_or_default());
    place.attempt_io("symlink", name.display(), || symlink(target, &name))
}

/// Writes a file and puts it in the place of another.
fn replace(place: Place<'_>, path: &str, by: &str, content: &str) -> Result<(), Error> {
    place.attempt_io("write", by, || fs::write(by, content))?;
    bind_over(place, Path::new(by), path)
}

/// Puts a file in the place of another. A link into `/run`, which leads nowhere now, is made to
/// lead to it; where there is no file at all, none is made: the directory is the host's.
fn bind_over(place: Place<'_>, file: &Path, path: &str) -> Result<(), Error> {
    let subject = format!("{} on {path}", file.display());
    place.attempt("mount", subject, || {
        match mount_as(file.to_str(), Path::new(path), None, MsFlags::MS_BIND) {
            Err(Errno::ENOENT) => lead_to(file, Path::new(path)).map_err(|e| errno_of(&e)),
            done => done,
        }
    })
}

fn lead_to(file: &Path, path: &Path) -> std::io::Result<()> {
    let Ok(target) = fs::read_link(path) else { return Ok(()) };
    let target = path.parent().unwrap_or(path).join(target);
    let Ok(inside) =
        normal(&target).strip_prefix("/run").map(|inside| Path::new("/run").join(inside))
    else {
        return Ok(());
    };
    fs::create_dir_all(inside.parent().unwrap_or(&inside))?;
    fs::copy(file, inside).map(drop)
}

/// The path without `..`; `/var/run` is `/run` (FHS 3.0, section 5.13).
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        if part.as_os_str() == ".." {
            normal.pop();
        } else {
            normal.push(part);
        }
    }
    normal.strip_prefix("/var/run").map(|rest| Path::new("/run").join(rest)).unwrap_or(normal)
}

fn mount_as(
    source: Option<&str>,
    target: &Path,
    kind: Option<&str>,
    flags: MsFlags,
) -> Result<(), Errno> {
    mount(source, target, kind, flags, None::<&str>)
}
