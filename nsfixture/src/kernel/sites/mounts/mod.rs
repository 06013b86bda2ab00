//! The view from inside a host: what its paths show (mount_namespaces(7)).

mod create;
mod files;
mod mount;
mod run;

use std::path::Path;
use std::sync::OnceLock;

use nix::errno::Errno;
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sys::statvfs::{FsFlags, statvfs};
use nsfixture_plan::HostsTable;

use self::mount::{LOCKED_DOWN, mount_as};
pub(super) use self::run::Sharing;
use crate::error::{Error, Operation};
use crate::kernel::bare::probe::enter_again;
use crate::kernel::bare::probe_report::{ProbeReport, ViewPart};
use crate::kernel::context::Context;

/// Mounts what all hosts of a network have in common, in the calling thread's own mount namespace.
///
/// Its mounts become private, so that nothing propagates to the machine, and the machine's `/run` is
/// hidden: its sockets (of a resolver or a name cache) would answer for the wrong network.
pub(crate) fn mount_common(
    cx: Context<'_>,
    probe: &ProbeReport,
    sharing: Sharing,
) -> Result<(), Error> {
    let private = MsFlags::MS_REC | MsFlags::MS_PRIVATE;
    cx.attempt(Operation::Mount, "/ as private", || mount_as(None, Path::new("/"), None, private))?;
    if probe.is_presumed {
        // Other threads will enter it, and are to keep their root directory.
        cx.attempt(Operation::Setns, "the mount namespace, with the same root directory", || {
            enter_again().map_err(Errno::from_raw)
        })?;
    }
    if probe.supports(ViewPart::Sysctl) {
        make_sysctls_writable(cx)?;
    }
    if probe.supports(ViewPart::Run) {
        run::mount_common(cx, sharing)?;
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

/// Mounts what one host alone sees and what does not depend on its network. The calling thread is in the host.
pub(crate) fn mount_own(
    cx: Context<'_>,
    probe: &ProbeReport,
    sharing: Sharing,
) -> Result<(), Error> {
    if probe.supports(ViewPart::Run) {
        run::mount_own(cx, sharing)?;
    }
    if probe.supports(ViewPart::Sys) {
        cx.attempt(Operation::Mount, "sysfs on /sys", || {
            let mount = |flags| {
                mount_as(Some("sysfs"), Path::new("/sys"), Some("sysfs"), LOCKED_DOWN | flags)
            };
            // Where the existing one is read-only, as in a container, the kernel allows no writable
            // one (`mnt_already_visible`, `fs/namespace.c`).
            mount(MsFlags::empty()).or_else(|_| mount(MsFlags::MS_RDONLY))
        })
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
        })
    }
}

/// Shows the host its network: the names of all hosts, and its thread's view of `/proc/net`. The calling thread is the
/// host's.
///
/// That view of `/proc/net` ends with the thread: for other threads of a process the path shows the network of the main
/// thread (proc(5)).
pub(crate) fn show_network(
    cx: Context<'_>,
    probe: &ProbeReport,
    hosts: &HostsTable,
    names: &[String],
    sharing: Sharing,
) -> Result<(), Error> {
    if probe.supports(ViewPart::Run) {
        let directory = run::write_names(cx, sharing, names)?;
        files::replace_all(cx, directory, hosts.file())?;
    } else if !Path::new(run::RUN).exists() && Path::new("/sys").exists() {
        replace_files_unseen(cx, hosts.file())?;
    }
    if probe.supports(ViewPart::ProcNet) {
        let (from, to) = ("/proc/thread-self/net", "/proc/self/net");
        cx.attempt(Operation::Mount, "/proc/thread-self/net on /proc/self/net", || {
            mount_as(Some(from), Path::new(to), None, MsFlags::MS_BIND)
        })?;
    }
    Ok(())
}

/// Gives the host files of its own from a directory that nothing shows afterwards: there is no `/run`.
fn replace_files_unseen(cx: Context<'_>, hosts_file: &str) -> Result<(), Error> {
    // For a moment. The files stay while they are mounted elsewhere.
    let on = Path::new("/sys");
    cx.attempt(Operation::Mount, "a tmpfs on /sys, for files of its own", || {
        mount_as(Some("tmpfs"), on, Some("tmpfs"), LOCKED_DOWN)
    })?;
    files::replace_all(cx, on, hosts_file)?;
    cx.attempt(Operation::Mount, "/sys as before", || umount2(on, MntFlags::MNT_DETACH))
}
