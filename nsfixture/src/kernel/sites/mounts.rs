//! The view from inside a host: what its paths show (mount_namespaces(7)).

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::{Once, OnceLock};

use nix::errno::Errno;
use nix::mount::{MsFlags, mount};
use nix::sys::statvfs::{FsFlags, statvfs};

use crate::error::{Error, Operation};
use crate::kernel::bare::probe_report::{ProbeReport, ViewPart};
use crate::kernel::context::{Context, errno_of};
use crate::output;

const LOCKED_DOWN: MsFlags = MsFlags::MS_NOSUID.union(MsFlags::MS_NODEV).union(MsFlags::MS_NOEXEC);

/// The directory with the names of the network's hosts, for `ip netns` (ip-netns(8)).
const NETNS_DIR: &str = "/run/netns";

/// The directory with the files that a network puts in the place of others.
const OWN_DIR: &str = "/run/nsfixture";

const RESOLV: &str = "/etc/resolv.conf";

/// The content for a host without a name server: every lookup that `/etc/hosts` does not answer fails at
/// once, because nobody listens on loopback (resolv.conf(5)).
const RESOLV_CONF: &str = "# This network has no name server.\n";

/// Prints once in a process that host names will not resolve.
static NO_NAMES: Once = Once::new();

/// Mounts what all hosts of a network have in common, in the calling thread's own mount namespace.
///
/// Its mounts become private, so that nothing propagates to the machine, and the machine's `/run` is
/// hidden: its sockets (of a resolver or a name cache) would answer for the wrong network.
pub(crate) fn mount_common(cx: Context<'_>, probe: &ProbeReport) -> Result<(), Error> {
    let private = MsFlags::MS_REC | MsFlags::MS_PRIVATE;
    cx.attempt(Operation::Mount, "/ as private", || mount_as(None, Path::new("/"), None, private))?;
    if probe.supports(ViewPart::Sysctl) {
        make_sysctls_writable(cx)?;
    }
    if !probe.supports(ViewPart::Run) {
        return Ok(());
    }
    cx.attempt(Operation::Mount, "tmpfs on /run", || {
        let kind = Some("tmpfs");
        mount(kind, "/run", kind, LOCKED_DOWN, Some("mode=755"))
    })?;
    for directory in [NETNS_DIR, OWN_DIR] {
        cx.attempt_io(Operation::Mkdir, directory, || {
            fs::create_dir(directory)?;
            fs::set_permissions(directory, Permissions::from_mode(0o755))
        })?;
    }
    // Without the file there is no name server either.
    let replaced = replace(cx, RESOLV, &format!("{OWN_DIR}/resolv.conf"), RESOLV_CONF)?;
    if !replaced && Path::new(RESOLV).is_dir() {
        NO_NAMES.call_once(|| {
            output::print_line(&format!(
                "note: {RESOLV} is a directory: host names will not resolve"
            ));
        });
    }
    Ok(())
}

const SYSCTLS: &str = "/proc/sys";

/// Returns true if `/proc/sys` is mounted read-only on the machine.
pub(super) fn are_sysctls_read_only() -> bool {
    static ARE: OnceLock<bool> = OnceLock::new();
    let flags = || statvfs(SYSCTLS).map(|found| found.flags());
    *ARE.get_or_init(|| flags().is_ok_and(|flags| flags.contains(FsFlags::ST_RDONLY)))
}

/// Makes `/proc/sys` writable where a container engine has mounted it read-only: root's capabilities are
/// enough for that, those in a user namespace are not (mount_namespaces(7)).
fn make_sysctls_writable(cx: Context<'_>) -> Result<(), Error> {
    if !are_sysctls_read_only() {
        return Ok(());
    }
    cx.attempt(Operation::Mount, "/proc/sys as writable", || {
        mount_as(None, Path::new(SYSCTLS), None, MsFlags::MS_REMOUNT | MsFlags::MS_BIND)
    })
}

/// Mounts what one host alone sees. The calling thread is the host's.
///
/// The view of `/proc/net` refers to that thread and ends with it: for other threads of a process the
/// path shows the network of the main thread (proc(5)).
pub(crate) fn mount_own(
    cx: Context<'_>,
    probe: &ProbeReport,
    hosts_file: &str,
) -> Result<(), Error> {
    if probe.supports(ViewPart::Sys) {
        cx.attempt(Operation::Mount, "sysfs on /sys", || {
            let mount = |flags| {
                mount_as(Some("sysfs"), Path::new("/sys"), Some("sysfs"), LOCKED_DOWN | flags)
            };
            // Where the existing one is read-only, as in a container, the kernel allows no writable
            // one (`mnt_already_visible`, `fs/namespace.c`).
            mount(MsFlags::empty()).or_else(|_| mount(MsFlags::MS_RDONLY))
        })?;
    } else {
        // An empty view is better than the machine's.
        let kind = Some("tmpfs");
        let on = "/sys/class/net";
        cx.attempt(Operation::Mount, "an empty tmpfs on /sys/class/net", || {
            match mount(kind, on, kind, LOCKED_DOWN | MsFlags::MS_RDONLY, None::<&str>) {
                // Without that directory nobody sees the machine's.
                Err(Errno::ENOENT) => Ok(()),
                done => done,
            }
        })?;
    }
    if probe.supports(ViewPart::ProcNet) {
        let (from, to) = ("/proc/thread-self/net", "/proc/self/net");
        cx.attempt(Operation::Mount, "/proc/thread-self/net on /proc/self/net", || {
            mount_as(Some(from), Path::new(to), None, MsFlags::MS_BIND)
        })?;
    }
    if !probe.supports(ViewPart::Run) {
        return Ok(());
    }
    name_for_ip_netns(cx)?;
    let hosts = format!("{OWN_DIR}/hosts.{}", cx.host.unwrap_or_default());
    if !replace(cx, "/etc/hosts", &hosts, hosts_file)? {
        NO_NAMES.call_once(|| {
            output::print_line("note: there is no file /etc/hosts: host names will not resolve");
        });
    }
    Ok(())
}

/// Lets `ip netns` find the host by its name, in every host of the network: by a symbolic link to the
/// namespace of the host's thread.
fn name_for_ip_netns(cx: Context<'_>) -> Result<(), Error> {
    let thread = cx.attempt_io(Operation::Readlink, "/proc/thread-self", || {
        fs::read_link("/proc/thread-self")
    })?;
    let target = Path::new("/proc").join(thread).join("ns/net");
    let name = Path::new(NETNS_DIR).join(cx.host.unwrap_or_default());
    cx.attempt_io(Operation::Symlink, name.display(), || symlink(target, &name))
}

/// Writes a file and puts it in the place of another. Returns false if there is no other.
fn replace(cx: Context<'_>, path: &str, by: &str, content: &str) -> Result<bool, Error> {
    cx.attempt_io(Operation::Write, by, || {
        fs::write(by, content)?;
        // Programs of other users read it, too, with any umask.
        fs::set_permissions(by, Permissions::from_mode(0o644))
    })?;
    bind_over(cx, Path::new(by), path)
}

/// Puts a file in the place of another. A symbolic link into the hidden `/run` is redirected to it. If
/// there is no file, or a directory, none is created: the path belongs to the machine.
fn bind_over(cx: Context<'_>, file: &Path, path: &str) -> Result<bool, Error> {
    let subject = format!("{} on {path}", file.display());
    cx.attempt(Operation::Mount, subject, || {
        match mount_as(file.to_str(), Path::new(path), None, MsFlags::MS_BIND) {
            Err(Errno::ENOENT) => redirect_symlink(file, Path::new(path)).map_err(|e| errno_of(&e)),
            Err(Errno::ENOTDIR | Errno::ELOOP) => Ok(false),
            done => done.map(|()| true),
        }
    })
}

fn redirect_symlink(file: &Path, path: &Path) -> std::io::Result<bool> {
    let Ok(target) = fs::read_link(path) else { return Ok(false) };
    let target = path.parent().unwrap_or(path).join(target);
    let Ok(inside) =
        normal(&target).strip_prefix("/run").map(|inside| Path::new("/run").join(inside))
    else {
        return Ok(false);
    };
    fs::create_dir_all(inside.parent().unwrap_or(&inside))?;
    fs::copy(file, inside).map(|_| true)
}

/// Returns the path without `..`, with `/var/run` replaced by `/run` (FHS 3.0, section 5.13).
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
