//! Mounts and files.
#![allow(unsafe_code, reason = "the floor makes its system calls itself")]

use std::ffi::CStr;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use super::{check, check_fd, refused};

/// Mounts something: `mount(2)`.
pub(crate) fn mount(
    source: &CStr,
    target: &CStr,
    kind: &CStr,
    flags: libc::c_ulong,
    data: &CStr,
) -> io::Result<()> {
    // SAFETY: all strings end with a zero and live until the call returns.
    let result = unsafe {
        libc::mount(source.as_ptr(), target.as_ptr(), kind.as_ptr(), flags, data.as_ptr().cast())
    };
    check(result, "mount").map(drop).map_err(|e| refused(&e, &target.to_string_lossy()))
}

/// Makes a directory: `mkdir(2)`.
pub(crate) fn mkdir(path: &CStr) -> io::Result<()> {
    // SAFETY: the string ends with a zero and lives until the call returns.
    check(unsafe { libc::mkdir(path.as_ptr(), 0o755) }, "mkdir").map(drop)
}

/// Opens a file, and creates it if the flags ask for it: `open(2)`.
pub(crate) fn open(path: &CStr, flags: libc::c_int) -> io::Result<OwnedFd> {
    // SAFETY: the string ends with a zero and lives until the call returns; the descriptor is new.
    let fd = unsafe { check_fd(libc::open(path.as_ptr(), flags | libc::O_CLOEXEC, 0o644), "open") };
    fd.map_err(|e| refused(&e, &path.to_string_lossy()))
}

/// Opens a file below a directory to write to it: `openat(2)`.
pub(crate) fn open_below(directory: &OwnedFd, path: &CStr) -> io::Result<OwnedFd> {
    let (directory, flags) = (directory.as_raw_fd(), libc::O_WRONLY | libc::O_CLOEXEC);
    // SAFETY: the string ends with a zero and lives until the call returns; the descriptor is new.
    let fd = unsafe { check_fd(libc::openat(directory, path.as_ptr(), flags), "openat") };
    fd.map_err(|e| refused(&e, &path.to_string_lossy()))
}

/// A procfs that is mounted nowhere, and shares no directory entries with the one on `/proc`:
/// `fsopen(2)`, `fsmount(2)`.
pub(crate) fn fresh_proc() -> io::Result<OwnedFd> {
    const CREATE: libc::c_int = 6; // FSCONFIG_CMD_CREATE
    const CLOEXEC: libc::c_int = 1; // FSOPEN_CLOEXEC, FSMOUNT_CLOEXEC
    let none = std::ptr::null::<libc::c_char>();
    // SAFETY: the string ends with a zero, and the descriptor is new.
    let fs =
        unsafe { check_fd(libc::syscall(libc::SYS_fsopen, c"proc".as_ptr(), CLOEXEC), "fsopen")? };
    // SAFETY: this command takes nothing else.
    let made = unsafe { libc::syscall(libc::SYS_fsconfig, fs.as_raw_fd(), CREATE, none, none, 0) };
    check(made, "fsconfig")?;
    // SAFETY: no pointers are passed, and the descriptor is new.
    unsafe { check_fd(libc::syscall(libc::SYS_fsmount, fs.as_raw_fd(), CLOEXEC, 0), "fsmount") }
}

/// Writes all of the bytes, which sysctls and files in a tmpfs take at once: `write(2)`.
pub(crate) fn write(fd: &OwnedFd, bytes: &[u8]) -> io::Result<()> {
    // SAFETY: the kernel reads at most as many bytes as the slice has.
    let written = unsafe { libc::write(fd.as_raw_fd(), bytes.as_ptr().cast(), bytes.len()) };
    check(written, "write").map(drop)
}

/// What `mount(2)` takes for a parameter that it does not look at.
pub(crate) const NOTHING: &CStr = c"";
