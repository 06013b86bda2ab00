//! Interfaces whose other end is a program (`Documentation/networking/tuntap.rst`).
#![allow(unsafe_code, reason = "an ioctl that has no safe face")]

use std::fs::OpenOptions;
use std::io;
use std::os::fd::AsRawFd as _;

use super::refusal::Refusal;

/// The device that makes them.
pub(super) const DEVICE: &str = "/dev/net/tun";

/// Makes one with this flag: `IFF_TUN` or `IFF_TAP`.
pub(super) fn make(flag: i16) -> Result<(), Refusal> {
    let device = OpenOptions::new().read(true).write(true).open(DEVICE).map_err(|error| {
        Refusal { message: Some(format!("{DEVICE} cannot be opened")), ..Refusal::from(error) }
    })?;
    // SAFETY: `ifreq` is a plain C structure, for which zeros are valid; without a name the kernel
    // gives one.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    request.ifr_ifru.ifru_flags = flag | libc::IFF_NO_PI as i16;
    // SAFETY: TUNSETIFF reads and writes an `ifreq`.
    let done = unsafe { libc::ioctl(device.as_raw_fd(), libc::TUNSETIFF as _, &raw mut request) };
    if done < 0 { Err(io::Error::last_os_error().into()) } else { Ok(()) }
}
