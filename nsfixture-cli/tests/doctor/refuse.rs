//! A process to which namespaces are refused, in the ways in which machines do it.
#![allow(unsafe_code, reason = "system calls between fork and exec")]

use std::ffi::CStr;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::{fs, io, ptr};

use libc::{c_int, c_long, c_ulong};

/// The user that the process is to run as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A user without rights: 65534 if this is root, who else this is.
    User,
    /// Root, with its capabilities.
    Root,
    /// The user that runs the test.
    AsIs,
}

/// What refuses.
#[derive(Clone, Copy)]
pub(crate) enum Ground {
    Nothing,
    /// This limit of namespaces is 0.
    Limit(&'static str),
    /// A seccomp filter does this when this is called with any of these bits in its first argument,
    /// or with nothing else.
    Filter {
        action: u32,
        call: c_long,
        bits: u32,
        exactly: bool,
    },
    /// The bounding set is empty, for root.
    NoBoundingSet,
    /// The same, and there are no user namespaces.
    NoBoundingSetAndNoRoom,
    /// `CAP_NET_RAW` is not in the bounding set, for root.
    NoNetRaw,
    /// Something else is mounted on /proc.
    NoProc,
    /// It can only be read.
    ReadOnlyProc,
    /// A container as an engine starts it: a filter, and root without its best capabilities.
    Engine,
    /// A user namespace without a map of ids.
    NoMap,
    /// What container engines mask of /proc and /sys is masked.
    Container,
}

/// A process that is refused something.
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    pub(crate) who: Way,
    pub(crate) ground: Ground,
}

/// The filter's answer that is an error number.
pub(crate) fn errno(errno: c_int) -> u32 {
    libc::SECCOMP_RET_ERRNO | errno as u32
}

impl Case<'_> {
    /// Has a command that is started later be refused it.
    ///
    /// Whether this process can be who it is to be.
    pub(crate) fn arrange(&self, command: &mut Command) -> bool {
        // SAFETY: takes no pointers.
        let (user, group) = unsafe { (libc::geteuid(), libc::getegid()) };
        let (mut to_user, mut to_group) = (user, group);
        match self.who {
            Way::Root if user != 0 => return false,
            Way::User if user == 0 => {
                (to_user, to_group) = (65534, 65534);
                command.uid(to_user).gid(to_group);
            }
            _ => {}
        }
        let is_to_be_root = matches!(self.ground, Ground::NoBoundingSet);
        let inside = if is_to_be_root { 0 } else { to_user };
        let maps = [
            (c"/proc/self/setgroups", "deny".to_owned()),
            (c"/proc/self/uid_map", format!("{inside} {to_user} 1")),
            (c"/proc/self/gid_map", format!("{to_group} {to_group} 1")),
        ];
        let (ground, is_root) = (self.ground, self.who == Way::Root);
        let limit = match ground {
            Ground::Limit(name) => format!("/proc/sys/{}", name.replace('.', "/")),
            _ => "/proc/sys/user/max_user_namespaces".to_owned(),
        };
        // SAFETY: what follows makes system calls and small allocations, which the C library lets
        // a forked child do.
        unsafe {
            command.pre_exec(move || {
                // A process that has changed its user may not be inspected, not even by itself.
                check(libc::prctl(libc::PR_SET_DUMPABLE, 1 as c_ulong))?;
                let enter = |flags| {
                    check(libc::unshare(libc::CLONE_NEWUSER | flags))?;
                    maps.iter().try_for_each(|(path, text)| {
                        fs::write(path.to_str().expect("it is ASCII"), text)
                    })
                };
                let enter_mounts = || {
                    if is_root {
                        check(libc::unshare(libc::CLONE_NEWNS))
                    } else {
                        enter(libc::CLONE_NEWNS)
                    }?;
                    mount(None, c"/", None, libc::MS_REC | libc::MS_PRIVATE)
                };
                match ground {
                    Ground::Nothing => Ok(()),
                    Ground::Limit(_) => {
                        enter(0)?;
                        fs::write(&limit, "0")
                    }
                    Ground::Filter { action, call, bits, exactly } => {
                        filter(action, call, bits, exactly)
                    }
                    Ground::NoBoundingSet => {
                        if !is_root {
                            enter(0)?;
                        }
                        drop_bounding_set(|_| true)
                    }
                    Ground::NoBoundingSetAndNoRoom => {
                        enter(0)?;
                        fs::write(&limit, "0")?;
                        drop_bounding_set(|_| true)
                    }
                    Ground::Engine => {
                        drop_bounding_set(|capability| BEST.contains(&capability))?;
                        let flags = libc::CLONE_NEWUSER | libc::CLONE_NEWNET | libc::CLONE_NEWNS;
                        filter(errno(libc::EPERM), libc::SYS_unshare, flags as u32, false)
                    }
                    Ground::NoNetRaw => drop_bounding_set(|capability| capability == NET_RAW),
                    Ground::NoMap => check(libc::unshare(libc::CLONE_NEWUSER)),
                    Ground::NoProc => {
                        enter_mounts()?;
                        mount(Some(c"tmpfs"), c"/proc", Some(c"tmpfs"), 0)
                    }
                    Ground::ReadOnlyProc => {
                        enter_mounts()?;
                        read_only(c"/proc")
                    }
                    Ground::Container => {
                        enter_mounts()?;
                        read_only(c"/proc/sys")?;
                        let tmpfs = Some(c"tmpfs");
                        mount(tmpfs, c"/sys/firmware", tmpfs, libc::MS_RDONLY)?;
                        // Not every kernel has each.
                        let masked = [c"/proc/kcore", c"/proc/keys", c"/proc/timer_list"];
                        let hide = |path| mount(Some(c"/dev/null"), path, None, libc::MS_BIND);
                        let hidden = masked.map(|path| hide(path).is_ok());
                        if hidden.contains(&true) { Ok(()) } else { hide(masked[0]) }
                    }
                }
            });
        }
        true
    }
}

fn check(returned: c_int) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn mount(
    source: Option<&CStr>,
    target: &CStr,
    kind: Option<&CStr>,
    flags: c_ulong,
) -> io::Result<()> {
    let pointer = |text: Option<&CStr>| text.map_or(ptr::null(), CStr::as_ptr);
    // SAFETY: the texts outlive the call.
    check(unsafe {
        libc::mount(pointer(source), target.as_ptr(), pointer(kind), flags, ptr::null())
    })
}

fn read_only(path: &CStr) -> io::Result<()> {
    mount(Some(path), path, None, libc::MS_BIND)?;
    let flags = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
    mount(None, path, None, libc::MS_REMOUNT | libc::MS_BIND | libc::MS_RDONLY | flags)
}

/// `CAP_NET_ADMIN` and `CAP_SYS_ADMIN`.
const BEST: [c_ulong; 2] = [12, 21];

/// `CAP_NET_RAW`.
const NET_RAW: c_ulong = 13;

/// Drops every such capability that the kernel knows from the bounding set.
fn drop_bounding_set(is_dropped: impl Fn(c_ulong) -> bool) -> io::Result<()> {
    for capability in 0..64 as c_ulong {
        // SAFETY: takes no pointers.
        if unsafe { libc::prctl(libc::PR_CAPBSET_READ, capability) } < 0 {
            break;
        }
        if is_dropped(capability) {
            // SAFETY: as above.
            check(unsafe { libc::prctl(libc::PR_CAPBSET_DROP, capability) })?;
        }
    }
    Ok(())
}

/// A classic BPF program (seccomp(2)) that looks at one system call alone.
fn filter(action: u32, call: c_long, bits: u32, exactly: bool) -> io::Result<()> {
    /// Where `struct seccomp_data` has the call's number, and the lower half of its first argument.
    const NUMBER: u32 = 0;
    const FIRST: u32 = if cfg!(target_endian = "little") { 16 } else { 20 };
    let load = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    let is_equal = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    let has_bit = (libc::BPF_JMP | libc::BPF_JSET | libc::BPF_K) as u16;
    let answer = (libc::BPF_RET | libc::BPF_K) as u16;
    let step = |code, k, jt, jf| libc::sock_filter { code, jt, jf, k };
    let mut program = [
        step(load, NUMBER, 0, 0),
        step(is_equal, call as u32, 0, 3),
        step(load, FIRST, 0, 0),
        step(if exactly { is_equal } else { has_bit }, bits, 0, 1),
        step(answer, action, 0, 0),
        step(answer, libc::SECCOMP_RET_ALLOW, 0, 0),
    ];
    let program = libc::sock_fprog { len: program.len() as u16, filter: program.as_mut_ptr() };
    let no_core = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    let (one, zero): (c_ulong, c_ulong) = (1, 0);
    // SAFETY: the limit and the program outlive the calls.
    unsafe {
        check(libc::setrlimit(libc::RLIMIT_CORE, &raw const no_core))?;
        check(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, one, zero, zero, zero))?;
        let mode = c_ulong::from(libc::SECCOMP_MODE_FILTER);
        check(libc::prctl(libc::PR_SET_SECCOMP, mode, &raw const program))
    }
}
