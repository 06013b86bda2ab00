//! Sysctls of the calling thread's network namespace: `/proc/sys/net` follows the thread that
//! opens it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use nix::errno::Errno;
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::Mode;

use super::procfs::Procfs;
use crate::error::{Error, Operation};
use crate::kernel::bare::probe_report::{ProbeReport, ViewPart};
use crate::kernel::context::Context;

/// The sysctls that a namespace copies from the initial one (`net.core.devconf_inherit_init_net`, and
/// the init functions of `net/ipv4`), with the values of a freshly booted kernel, except for the largest
/// TCP buffers, which it computes from its memory: `devconf` is for both `all` and `default`.
///
/// Each is the end of the path, the value in `all` and the value in `default`.
const DEVCONF: [(&str, &str, &str); 32] = [
    ("accept_local", "0", "0"),
    ("accept_redirects", "1", "1"),
    ("accept_source_route", "0", "1"),
    ("arp_accept", "0", "0"),
    ("arp_announce", "0", "0"),
    ("arp_evict_nocarrier", "1", "1"),
    ("arp_filter", "0", "0"),
    ("arp_ignore", "0", "0"),
    ("arp_notify", "0", "0"),
    ("bc_forwarding", "0", "0"),
    ("bootp_relay", "0", "0"),
    ("disable_policy", "0", "0"),
    ("disable_xfrm", "0", "0"),
    ("drop_gratuitous_arp", "0", "0"),
    ("drop_unicast_in_l2_multicast", "0", "0"),
    ("force_igmp_version", "0", "0"),
    ("forwarding", "0", "0"),
    ("igmpv2_unsolicited_report_interval", "10000", "10000"),
    ("igmpv3_unsolicited_report_interval", "1000", "1000"),
    ("ignore_routes_with_linkdown", "0", "0"),
    ("log_martians", "0", "0"),
    ("medium_id", "0", "0"),
    ("promote_secondaries", "0", "0"),
    ("proxy_arp", "0", "0"),
    ("proxy_arp_pvlan", "0", "0"),
    ("route_localnet", "0", "0"),
    ("rp_filter", "0", "0"),
    ("secure_redirects", "1", "1"),
    ("send_redirects", "1", "1"),
    ("shared_media", "1", "1"),
    ("src_valid_mark", "0", "0"),
    ("tag", "0", "0"),
];

const CONGESTION: &str = "ipv4/tcp_congestion_control";

/// Replaces a congestion control that the machine does not allow to everyone (`net/ipv4/tcp_cong.c`).
const ALWAYS_ALLOWED: &str = "reno";

/// Further sysctls: those that are not per interface, and those of IPv6, which are copied if
/// `net.core.devconf_inherit_init_net` is 1.
const OTHERS: [(&str, &str); 15] = [
    (CONGESTION, "cubic"),
    ("ipv4/tcp_rmem", "4096\t131072\t6291456"),
    ("ipv4/tcp_wmem", "4096\t16384\t4194304"),
    ("ipv6/conf/all/accept_ra", "1"),
    ("ipv6/conf/all/accept_redirects", "1"),
    ("ipv6/conf/all/autoconf", "1"),
    ("ipv6/conf/all/disable_ipv6", "0"),
    ("ipv6/conf/all/forwarding", "0"),
    ("ipv6/conf/all/use_tempaddr", "0"),
    ("ipv6/conf/default/accept_ra", "1"),
    ("ipv6/conf/default/accept_redirects", "1"),
    ("ipv6/conf/default/autoconf", "1"),
    ("ipv6/conf/default/disable_ipv6", "0"),
    ("ipv6/conf/default/forwarding", "0"),
    ("ipv6/conf/default/use_tempaddr", "0"),
];

/// Sysctls that every host sets, independent of the machine: an address is usable at once, without
/// duplicate address detection, and everybody may open an ICMP socket (icmp(7)).
const ACCEPT_DAD: &str = "ipv6/conf/default/accept_dad";
const PING_GROUP_RANGE: &str = "ipv4/ping_group_range";

/// The differences between a new namespace on this machine and the baseline, determined once.
static DIFFERING: OnceLock<Vec<(PathBuf, &'static str)>> = OnceLock::new();

/// Sets the baseline in the calling thread's new namespace, through this procfs, or the one on `/proc`.
pub(super) fn set_baseline(
    cx: Context<'_>,
    probe: &ProbeReport,
    proc: Option<&Procfs>,
) -> Result<(), Error> {
    if !probe.supports(ViewPart::Sysctl) {
        return Ok(());
    }
    for (key, value) in DIFFERING.get_or_init(differing) {
        let subject = format!("{} = {value}", key.display());
        cx.attempt_io(Operation::WriteSysctl, subject, || write_if_there(proc, key, value))?;
    }
    let accept_dad = Path::new(ACCEPT_DAD);
    cx.attempt_io(Operation::WriteSysctl, ACCEPT_DAD, || write_if_there(proc, accept_dad, "0"))?;
    cx.attempt_io(Operation::WriteSysctl, PING_GROUP_RANGE, || open_ping_to_all(proc))
}

/// Enables IPv4 and IPv6 forwarding in the calling thread's namespace.
pub(super) fn forward(cx: Context<'_>, proc: Option<&Procfs>) -> Result<(), Error> {
    const IPV4: &str = "ipv4/ip_forward";
    const IPV6: &str = "ipv6/conf/all/forwarding";
    let set = |key: &str| format!("{key} = 1");
    cx.attempt_io(Operation::WriteSysctl, set(IPV4), || write_in(proc, Path::new(IPV4), "1"))?;
    cx.attempt_io(Operation::WriteSysctl, set(IPV6), || write_if_there(proc, Path::new(IPV6), "1"))
}

/// Disables IPv6 on the interfaces that the calling thread's namespace gets: a
/// switch has no address and sends nothing.
pub(crate) fn disable_ipv6(cx: Context<'_>, probe: &ProbeReport) -> Result<(), Error> {
    const KEY: &str = "ipv6/conf/default/disable_ipv6";
    if !probe.supports(ViewPart::Sysctl) {
        return Ok(());
    }
    cx.attempt_io(Operation::WriteSysctl, KEY, || {
        match write_if_there(None, Path::new(KEY), "1") {
            // Only the hosts' mounts are made writable.
            Err(error) if error.raw_os_error() == Some(libc::EROFS) => Ok(()),
            done => done,
        }
    })
}

/// In a user namespace only mapped groups are accepted, so there it is the process's own.
fn open_ping_to_all(proc: Option<&Procfs>) -> io::Result<()> {
    let path = Path::new(PING_GROUP_RANGE);
    write_in(proc, path, "0 2147483647").or_else(|error| {
        if error.raw_os_error() == Some(libc::EINVAL) {
            let group = nix::unistd::getegid();
            write_in(proc, path, &format!("{group} {group}"))
        } else {
            Err(error)
        }
    })
}

fn differing() -> Vec<(PathBuf, &'static str)> {
    let devconf = DEVCONF.iter().flat_map(|&(key, all, default)| {
        [("all", all), ("default", default)]
            .map(|(of, value)| (format!("ipv4/conf/{of}/{key}"), value))
    });
    let others = OTHERS.iter().map(|&(key, value)| (key.to_owned(), value));
    devconf
        .chain(others)
        .map(|(key, value)| (PathBuf::from(key), value))
        // A sysctl that this kernel does not have needs no value.
        .filter(|(key, value)| is(key, value) == Ok(false))
        .map(|(key, value)| {
            let denied = key == Path::new(CONGESTION) && !is_allowed(value);
            (key, if denied { ALWAYS_ALLOWED } else { value })
        })
        .collect()
}

/// Returns true if the machine allows a congestion control to all; only those can be set outside of the
/// initial namespace.
fn is_allowed(congestion_control: &str) -> bool {
    read(Path::new("ipv4/tcp_allowed_congestion_control"))
        .is_ok_and(|allowed| allowed.split(' ').any(|one| one == congestion_control))
}

/// Returns true if a sysctl has a value, which is short. This takes three system calls, and there are many sysctls.
fn is(key: &Path, value: &str) -> Result<bool, Errno> {
    let mut buffer = [0; 64];
    let path = Path::new("/proc/sys/net").join(key);
    let file = open(&path, OFlag::O_RDONLY | OFlag::O_CLOEXEC, Mode::empty())?;
    let length = nix::unistd::read(&file, &mut buffer)?;
    Ok(buffer[..length].trim_ascii_end() == value.as_bytes())
}

/// Reads a sysctl such as `ipv4/ip_forward`, without the trailing newline.
pub(crate) fn read(key: &Path) -> io::Result<String> {
    let mut value = fs::read_to_string(Path::new("/proc/sys/net").join(key))?;
    value.truncate(value.trim_end().len());
    Ok(value)
}

/// Writes a sysctl.
pub(crate) fn write(key: &Path, value: &str) -> io::Result<()> {
    write_in(None, key, value)
}

fn write_in(proc: Option<&Procfs>, key: &Path, value: &str) -> io::Result<()> {
    let mut file = match proc {
        None => fs::OpenOptions::new().write(true).open(Path::new("/proc/sys/net").join(key))?,
        Some(proc) => {
            let flags = OFlag::O_WRONLY | OFlag::O_CLOEXEC;
            openat(proc, &Path::new("sys/net").join(key), flags, Mode::empty())?.into()
        }
    };
    file.write_all(value.as_bytes())
}

fn write_if_there(proc: Option<&Procfs>, key: &Path, value: &str) -> io::Result<()> {
    match write_in(proc, key, value) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
