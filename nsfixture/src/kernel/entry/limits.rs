//! The limits on namespaces, as they are outside of the process's own user namespace.
#![allow(unsafe_code, reason = "a file read without the heap, before `main`")]

use std::ffi::CStr;
use std::sync::OnceLock;

use crate::kernel::bare::syscalls::{self, RawErrno};

/// Returns the limits on user, network and mount namespaces. The first call reads them: in its own user
/// namespace the process would read that one's limits.
pub(crate) fn read() -> [Option<u64>; 3] {
    static LIMITS: OnceLock<[Option<u64>; 3]> = OnceLock::new();
    *LIMITS.get_or_init(|| {
        [
            c"/proc/sys/user/max_user_namespaces",
            c"/proc/sys/user/max_net_namespaces",
            c"/proc/sys/user/max_mnt_namespaces",
        ]
        .map(|path| read_number(path).ok())
    })
}

/// Reads the number at the start of a short file.
fn read_number(path: &CStr) -> Result<u64, RawErrno> {
    let fd = syscalls::open(path, libc::O_RDONLY)?;
    let mut text = [0_u8; 24];
    // SAFETY: the buffer has that many bytes.
    let read = unsafe { libc::read(fd, text.as_mut_ptr().cast(), text.len()) };
    let error = syscalls::errno();
    syscalls::close(fd);
    let text = text.get(..usize::try_from(read).map_err(|_| error)?).unwrap_or_default();
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
    digits
        .map(|byte| u64::from(byte - b'0'))
        .try_fold(0_u64, |number, digit| number.checked_mul(10)?.checked_add(digit))
        .ok_or(libc::ERANGE)
}
