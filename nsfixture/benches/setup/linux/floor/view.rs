//! What a host sees: mounts of its own, and its sysctls.

use std::ffi::{CStr, CString};
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::LazyLock;

use super::sys::{self, NOTHING};

const SAFE: libc::c_ulong = libc::MS_NOSUID | libc::MS_NODEV;

/// All mounts of a host that is not of a star, in this thread's new namespaces.
pub(super) fn mounts(name: &str, hosts: &str) -> io::Result<()> {
    common(hosts)?;
    of_this_thread()?;
    let named = CString::new(format!("/run/netns/{name}"))?;
    file(&named, "")?;
    bind(c"/proc/thread-self/ns/net", &named)
}

/// The mounts that all hosts of a star see alike.
pub(super) fn common(hosts: &str) -> io::Result<()> {
    // What is mounted from here on reaches nobody else.
    sys::mount(NOTHING, c"/", NOTHING, libc::MS_REC | libc::MS_PRIVATE, NOTHING)?;
    sys::mount(c"tmpfs", c"/run", c"tmpfs", SAFE, c"mode=755")?;
    sys::mkdir(c"/run/netns")?;
    file(c"/run/hosts", hosts)?;
    bind(c"/run/hosts", c"/etc/hosts")?;
    if *HAS_RESOLV_CONF {
        file(c"/run/resolv.conf", "")?;
        bind(c"/run/resolv.conf", c"/etc/resolv.conf")?;
    }
    Ok(())
}

/// The mounts of a host of a star, in this thread's new copy of those; and its name, in what is
/// common: a mount for it would not be seen by the others.
pub(super) fn own(name: &str) -> io::Result<()> {
    of_this_thread()?;
    let thread = fs::read_link("/proc/thread-self")?;
    symlink(Path::new("/proc").join(thread).join("ns/net"), format!("/run/netns/{name}"))
}

fn of_this_thread() -> io::Result<()> {
    // `/sys/class/net` shows the network of the process that mounted it.
    sys::mount(c"sysfs", c"/sys", c"sysfs", SAFE | libc::MS_NOEXEC, NOTHING)?;
    // `/proc/self` is the process, whose main thread is in another network.
    bind(c"/proc/thread-self/net", c"/proc/self/net")
}

/// The sysctls of this thread's network namespace, by way of a directory where a procfs is.
pub(super) fn sysctls(proc: &OwnedFd) -> io::Result<()> {
    sysctl(proc, c"sys/net/ipv6/conf/default/accept_dad", b"0")?;
    sysctl(proc, c"sys/net/ipv4/ping_group_range", PING_GROUPS.as_bytes())
}

/// Has the interfaces of this thread's network namespace speak no IPv6 themselves.
pub(super) fn be_silent(proc: &OwnedFd) -> io::Result<()> {
    sysctl(proc, c"sys/net/ipv6/conf/default/disable_ipv6", b"1")
}

/// What is mounted on `/proc`.
pub(super) fn proc() -> io::Result<OwnedFd> {
    sys::open(c"/proc", libc::O_PATH | libc::O_DIRECTORY)
}

/// Where few groups are mapped, others are refused.
static PING_GROUPS: LazyLock<String> = LazyLock::new(|| format!("{0} {0}", sys::group()));

/// Where it is a link into `/run`, there is nothing to bind over once `/run` is fresh.
static HAS_RESOLV_CONF: LazyLock<bool> = LazyLock::new(|| {
    let real = Path::new("/etc/resolv.conf").canonicalize();
    real.is_ok_and(|real| !real.starts_with("/run"))
});

fn bind(source: &CStr, target: &CStr) -> io::Result<()> {
    sys::mount(source, target, NOTHING, libc::MS_BIND, NOTHING)
}

fn file(path: &CStr, text: &str) -> io::Result<()> {
    let file = sys::open(path, libc::O_WRONLY | libc::O_CREAT)?;
    if text.is_empty() { Ok(()) } else { sys::write(&file, text.as_bytes()) }
}

fn sysctl(proc: &OwnedFd, path: &CStr, value: &[u8]) -> io::Result<()> {
    let done = sys::write(&sys::open_below(proc, path)?, value);
    done.map_err(|e| sys::refused(&e, &path.to_string_lossy()))
}
