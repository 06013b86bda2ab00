//! System calls as plain functions.
#![allow(unsafe_code, reason = "system calls, for places where no library may be called")]

use core::ffi::CStr;
use core::ptr;

use libc::{c_int, c_ulong, c_void, pid_t};

/// The error number of a system call.
pub type RawErrno = c_int;

/// Returns the C library's `errno`.
pub(crate) fn errno() -> RawErrno {
    // SAFETY: the C library gives every thread its own `errno`.
    unsafe { *libc::__errno_location() }
}

fn check(returned: c_int) -> Result<c_int, RawErrno> {
    if returned < 0 { Err(errno()) } else { Ok(returned) }
}

pub(crate) fn unshare(flags: c_int) -> Result<(), RawErrno> {
    // SAFETY: takes no pointers.
    check(unsafe { libc::unshare(flags) }).map(drop)
}

/// Gives the calling thread's UTS namespace a name (sethostname(2)).
pub(crate) fn set_host_name(name: &CStr) -> Result<(), RawErrno> {
    // SAFETY: the pointer and the length are those of the name.
    check(unsafe { libc::sethostname(name.as_ptr(), name.count_bytes()) }).map(drop)
}

pub(crate) fn mount(
    source: &CStr,
    target: &CStr,
    kind: &CStr,
    flags: c_ulong,
    data: &CStr,
) -> Result<(), RawErrno> {
    // SAFETY: the strings outlive the call.
    let returned = unsafe {
        libc::mount(
            source.as_ptr(),
            target.as_ptr(),
            kind.as_ptr(),
            flags,
            data.as_ptr().cast::<c_void>(),
        )
    };
    check(returned).map(drop)
}

/// Makes a mount(2) that must fail: its arguments are at an invalid address.
pub(crate) fn mount_nowhere() -> Result<(), RawErrno> {
    let nowhere = ptr::without_provenance::<libc::c_char>(usize::MAX);
    // SAFETY: the kernel cannot read there and returns EFAULT.
    check(unsafe { libc::mount(nowhere, nowhere, nowhere, 0, ptr::null()) }).map(drop)
}

/// Opens for reading or writing, never creating a file.
pub(crate) fn open(path: &CStr, flags: c_int) -> Result<c_int, RawErrno> {
    // SAFETY: the string outlives the call.
    check(unsafe { libc::open(path.as_ptr(), flags | libc::O_CLOEXEC) })
}

/// Returns the numbers of a directory's mount, device and inode (statx(2)); of the mount since Linux 5.8.
pub(crate) fn mount_of(path: &CStr) -> Result<(u64, u64, u64), RawErrno> {
    const STATX_MNT_ID: u32 = 0x1000;
    // SAFETY: a plain C structure, for which zeros are valid.
    let mut found: libc::statx = unsafe { core::mem::zeroed() };
    let mask = libc::STATX_INO | STATX_MNT_ID;
    // SAFETY: the string and the structure outlive the call.
    let returned = unsafe {
        libc::statx(libc::AT_FDCWD, path.as_ptr(), libc::AT_NO_AUTOMOUNT, mask, &raw mut found)
    };
    let device = u64::from(found.stx_dev_major) << 32 | u64::from(found.stx_dev_minor);
    check(returned).map(|_| (found.stx_mnt_id, device, found.stx_ino))
}

pub(crate) fn close(fd: c_int) {
    // SAFETY: takes no pointers; the callers close only what they opened.
    unsafe { libc::close(fd) };
}

/// Closes all descriptors from the first to the last one (close_range(2), since Linux 5.9), if there are any in between.
/// The callers close only what nobody uses again, or in a table of their own.
pub(crate) fn close_range(first: c_int, last: c_int, flags: libc::c_uint) -> Result<(), RawErrno> {
    if first > last {
        return Ok(());
    }
    // SAFETY: takes no pointers.
    let returned = unsafe { libc::syscall(libc::SYS_close_range, first, last, flags) };
    if returned < 0 { Err(errno()) } else { Ok(()) }
}

/// Creates a pipe and returns its reading and its writing end.
pub(crate) fn pipe() -> Result<(c_int, c_int), RawErrno> {
    let mut ends = [0; 2];
    // SAFETY: the kernel writes two descriptors.
    check(unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) })?;
    Ok((ends[0], ends[1]))
}

/// Writes a whole file in one call.
pub(crate) fn write_file(path: &CStr, bytes: &[u8], flags: c_int) -> Result<(), RawErrno> {
    // SAFETY: the string outlives the call.
    let fd = check(unsafe {
        libc::open(path.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC | flags, 0o644)
    })?;
    // SAFETY: the buffer has that many bytes.
    let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
    let error = errno();
    close(fd);
    match usize::try_from(written) {
        Ok(written) if written == bytes.len() => Ok(()),
        Ok(_) => Err(libc::EIO),
        Err(_) => Err(error),
    }
}

/// Forks a child without an exit signal, which a `wait` for any child does not see.
///
/// Returns its PID, and 0 in the child.
///
/// # Errors
/// Returns the kernel's error number.
///
/// # Safety
/// If the process has several threads, the child may make only bare system calls until it ends
/// with _exit(2).
pub unsafe fn fork_quietly() -> Result<pid_t, RawErrno> {
    // SAFETY: without CLONE_VM the child has its own copy of all memory, so it needs no stack.
    // Every argument is 0, so their order, which differs between architectures, does not matter.
    let pid = unsafe { libc::syscall(libc::SYS_clone, 0_u64, 0_u64, 0_u64, 0_u64, 0_u64) };
    if pid < 0 { Err(errno()) } else { Ok(pid as pid_t) }
}

/// Waits for a child of [`fork_quietly`] and returns its wait status.
///
/// # Errors
/// Returns the kernel's error number.
pub fn wait(child: pid_t) -> Result<c_int, RawErrno> {
    let mut status = 0;
    loop {
        // SAFETY: `status` outlives the call.
        let returned = unsafe { libc::waitpid(child, &raw mut status, libc::__WALL) };
        match check(returned) {
            Ok(_) => return Ok(status),
            Err(libc::EINTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Exits without running the exit handlers of the C library or of Rust.
pub(crate) fn exit(status: c_int) -> ! {
    // SAFETY: takes no pointers and does not return.
    unsafe { libc::_exit(status) }
}

/// Returns the effective user and group ID.
pub(crate) fn effective_ids() -> (u32, u32) {
    // SAFETY: these take no pointers and cannot fail.
    unsafe { (libc::geteuid(), libc::getegid()) }
}

/// Maps zeroed memory that is shared with forked children. It is never unmapped.
pub(crate) fn shared_memory<T>(count: usize) -> Result<&'static [T], RawErrno>
where
    T: Zeroed,
{
    let bytes = count * size_of::<T>();
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: a new mapping at an address of the kernel's choice touches nothing that exists.
    let memory = unsafe { libc::mmap(ptr::null_mut(), bytes, protection, flags, -1, 0) };
    if memory == libc::MAP_FAILED {
        return Err(errno());
    }
    // SAFETY: the mapping is page-aligned, has room for `count` of `T`, is zeroed, which is valid
    // for a `Zeroed`, and is never unmapped.
    Ok(unsafe { core::slice::from_raw_parts(memory.cast::<T>(), count) })
}

/// Types that are valid when all bytes are 0 and that several processes may change at once.
///
/// # Safety
/// Both must hold.
pub(crate) unsafe trait Zeroed {}

// SAFETY: an atomic integer is valid in any bit pattern, and is changed by atomic instructions.
unsafe impl Zeroed for core::sync::atomic::AtomicI32 {}
// SAFETY: as above.
unsafe impl Zeroed for core::sync::atomic::AtomicU64 {}

/// The longest path that the kernel accepts, with its terminating zero (`linux/limits.h`).
pub(crate) const PATH_MAX: usize = 4096;

/// Writes the calling thread's working directory to `buffer`.
pub(crate) fn current_dir(buffer: &mut [u8; PATH_MAX]) -> Result<&CStr, RawErrno> {
    // SAFETY: the buffer has that many bytes.
    let path = unsafe { libc::getcwd(buffer.as_mut_ptr().cast(), buffer.len()) };
    if path.is_null() {
        return Err(errno());
    }
    CStr::from_bytes_until_nul(buffer).map_err(|_| libc::ENAMETOOLONG)
}

/// Changes the working directory.
pub(crate) fn change_dir(path: &CStr) -> Result<(), RawErrno> {
    // SAFETY: the string outlives the call.
    check(unsafe { libc::chdir(path.as_ptr()) }).map(drop)
}

/// Changes the working directory to an open one.
pub(crate) fn change_dir_to(directory: c_int) -> Result<(), RawErrno> {
    // SAFETY: takes no pointers.
    check(unsafe { libc::fchdir(directory) }).map(drop)
}

/// Opens a socket (socket(2)).
pub(crate) fn socket(family: c_int, kind: c_int, protocol: c_int) -> Result<c_int, RawErrno> {
    // SAFETY: takes no pointers.
    check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

/// Opens two connected stream sockets (socketpair(2)).
pub(crate) fn socket_pair() -> Result<[c_int; 2], RawErrno> {
    let mut pair = [0; 2];
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC;
    // SAFETY: the kernel writes two descriptors.
    check(unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, pair.as_mut_ptr()) })?;
    Ok(pair)
}

/// Brings up `lo` in the calling thread's network namespace (netdevice(7)).
pub(crate) fn loopback_up() -> Result<(), RawErrno> {
    let socket = socket(libc::AF_INET, libc::SOCK_DGRAM, 0)?;
    // SAFETY: `ifreq` is a plain C structure, for which zeros are valid.
    let mut request: libc::ifreq = unsafe { core::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
        *to = *from as libc::c_char;
    }
    request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as i16;
    // SAFETY: SIOCSIFFLAGS reads an `ifreq`.
    let done = check(unsafe { libc::ioctl(socket, libc::SIOCSIFFLAGS as _, &raw const request) });
    close(socket);
    done.map(drop)
}

/// The header and the data of capset(2), version 3: two words of 32 capabilities each.
#[repr(C)]
struct CapHeader {
    version: u32,
    pid: c_int,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct CapData {
    effective: u32,
    permitted: u32,
    inheritable: u32,
}

const CAP_VERSION_3: u32 = 0x2008_0522;

/// Returns the calling thread's effective and permitted capabilities as bit sets.
pub(crate) fn capabilities() -> Result<(u64, u64), RawErrno> {
    let mut data = [CapData::default(); 2];
    capget(&mut data)?;
    let word = |low: u32, high: u32| u64::from(high) << 32 | u64::from(low);
    Ok((word(data[0].effective, data[1].effective), word(data[0].permitted, data[1].permitted)))
}

/// Sets the calling thread's effective and inheritable capabilities. The permitted ones stay.
///
/// # Errors
/// Returns the kernel's error number.
pub fn set_capabilities(effective: u64, inheritable: u64) -> Result<(), RawErrno> {
    let mut data = [CapData::default(); 2];
    capget(&mut data)?;
    for (nth, word) in data.iter_mut().enumerate() {
        word.effective = (effective >> (32 * nth)) as u32;
        word.inheritable = (inheritable >> (32 * nth)) as u32;
    }
    let header = CapHeader { version: CAP_VERSION_3, pid: 0 };
    // SAFETY: capset reads a header and, for version 3, two words of data.
    let returned = unsafe { libc::syscall(libc::SYS_capset, &raw const header, data.as_ptr()) };
    if returned < 0 { Err(errno()) } else { Ok(()) }
}

/// Returns true if a capability is in the bounding set. Otherwise no program can get it, not even
/// root's.
pub(crate) fn is_in_bounding_set(capability: u8) -> bool {
    let zero: c_ulong = 0;
    // SAFETY: takes no pointers.
    let returned =
        unsafe { libc::prctl(libc::PR_CAPBSET_READ, c_ulong::from(capability), zero, zero, zero) };
    // An unknown capability is an error, and nobody has it.
    returned == 1
}

/// Returns true if `no_new_privs` is set, so that no program can gain privileges (prctl(2)).
pub(crate) fn has_no_new_privileges() -> bool {
    let zero: c_ulong = 0;
    // SAFETY: takes no pointers.
    unsafe { libc::prctl(libc::PR_GET_NO_NEW_PRIVS, zero, zero, zero, zero) == 1 }
}

/// Returns true unless no seccomp filter is active (prctl(2)).
pub(crate) fn may_have_seccomp_filter() -> bool {
    let zero: c_ulong = 0;
    // SAFETY: takes no pointers.
    unsafe { libc::prctl(libc::PR_GET_SECCOMP, zero, zero, zero, zero) != 0 }
}

/// Adds a capability, which must be permitted and inheritable, to the ambient set
/// (capabilities(7)), so that programs keep it.
pub(crate) fn raise_ambient(capability: u8) -> Result<(), RawErrno> {
    let raise = c_ulong::try_from(libc::PR_CAP_AMBIENT_RAISE).map_err(|_| libc::EINVAL)?;
    let zero: c_ulong = 0;
    // SAFETY: takes no pointers.
    let returned =
        unsafe { libc::prctl(libc::PR_CAP_AMBIENT, raise, c_ulong::from(capability), zero, zero) };
    check(returned).map(drop)
}

fn capget(data: &mut [CapData; 2]) -> Result<(), RawErrno> {
    let mut header = CapHeader { version: CAP_VERSION_3, pid: 0 };
    // SAFETY: capget writes the header's version and, for version 3, two words of data.
    let returned = unsafe { libc::syscall(libc::SYS_capget, &raw mut header, data.as_mut_ptr()) };
    if returned < 0 { Err(errno()) } else { Ok(()) }
}
