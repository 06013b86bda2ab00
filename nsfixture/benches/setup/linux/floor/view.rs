//! What a host sees: mounts of its own, and its sysctls.

use std::ffi::{CStr, CString};
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use super::sys::{self, NOTHING};

const SAFE: libc::c_ulong = libc::MS_NOSUID | libc::MS_NODEV;

/// All mounts, in this thread's new namespaces.
pub(super) fn mounts(name: &str, hosts: &str) -> io::Result<()> {
    // What is mounted from here on reaches nobody else.
    sys::mount(NOTHING, c"/", NOTHING, libc::MS_REC | libc::MS_PRIVATE, NOTHING)?;
    // `/sys/class/net` shows the network of whoever mounted it.
    sys::mount(c"sysfs", c"/sys", c"sysfs", SAFE | libc::MS_NOEXEC, NOTHING)?;
    // `/proc/self` is the process, whose main thread is in another network.
    bind(c"/proc/thread-self/net", c"/proc/self/net")?;
    sys::mount(c"tmpfs", c"/run", c"tmpfs", SAFE, c"mode=755")?;
    sys::mkdir(c"/run/netns")?;
    let named = CString::new(format!("/run/netns/{name}"))?;
    file(&named, "")?;
    bind(c"/proc/thread-self/ns/net", &named)?;
    file(c"/run/hosts", hosts)?;
    bind(c"/run/hosts", c"/etc/hosts")?;
    if *HAS_RESOLV_CONF {
        file(c"/run/resolv.conf", "")?;
        bind(c"/run/resolv.conf", c"/etc/resolv.conf")?;
    }
    Ok(())
}

/// The sysctls of this thread's network namespace.
pub(super) fn sysctls() -> io::Result<()> {
    sysctl(c"/proc/sys/net/ipv6/conf/default/accept_dad", b"0")?;
    sysctl(c"/proc/sys/net/ipv4/ping_group_range", PING_GROUPS.as_bytes())
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

fn sysctl(path: &CStr, value: &[u8]) -> io::Result<()> {
    let done = sys::write(&sys::open(path, libc::O_WRONLY)?, value);
    done.map_err(|e| sys::refused(&e, &path.to_string_lossy()))
}
