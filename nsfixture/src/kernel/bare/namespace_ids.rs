//! The namespaces of a process, and the numbers by which they are recognised (proc_pid_ns(5)).
#![allow(unsafe_code, reason = "system calls with pointers, for a forked child")]

use libc::{c_int, pid_t};

use super::stack_string::StackString;
use super::syscalls::{self, RawErrno};

/// The inode numbers of a process's namespaces, each unique while the namespace exists; 0 for one that
/// is not known.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct NamespaceIds {
    pub(crate) net: u64,
    pub(crate) mnt: u64,
    pub(crate) uts: u64,
}

impl NamespaceIds {
    /// Returns those of a process that may be inspected and is not in the network namespace `home`.
    pub(crate) fn outside_of(home: u64, process: pid_t) -> Option<Self> {
        let net = inode_of(process, b"net").filter(|&net| net != home)?;
        let inode = |kind: &[u8]| inode_of(process, kind).unwrap_or(0);
        Some(Self { net, mnt: inode(b"mnt"), uts: inode(b"uts") })
    }

    /// Returns true if they have a namespace in common.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let pairs = [(self.net, other.net), (self.mnt, other.mnt), (self.uts, other.uts)];
        pairs.into_iter().any(|(one, other)| one != 0 && one == other)
    }
}

/// Returns the number in `net:[4026531840]`, the target of `/proc/PID/ns/net`.
pub(crate) fn inode_of(process: pid_t, kind: &[u8]) -> Option<u64> {
    let path = path(process, kind);
    let path = path.as_c_str().ok()?;
    let mut target = [0_u8; 64];
    // SAFETY: the path ends with a zero, the target has that many bytes.
    let length = unsafe { libc::readlink(path.as_ptr(), target.as_mut_ptr().cast(), target.len()) };
    let target = target.get(..usize::try_from(length).ok()?)?;
    parse_number(target.strip_prefix(kind)?.strip_prefix(b":[")?.strip_suffix(b"]")?)
}

/// Opens a namespace of a process.
pub(crate) fn open(process: pid_t, kind: &[u8]) -> Result<c_int, RawErrno> {
    syscalls::open(path(process, kind).as_c_str()?, libc::O_RDONLY)
}

/// Returns `/proc/PID/ns/net`, or the path of another kind.
fn path(process: pid_t, kind: &[u8]) -> StackString {
    let mut path = StackString::new(b"/proc/");
    path.push_number(process.unsigned_abs());
    path.push(b"/ns/");
    path.push(kind);
    path
}

/// Parses a decimal number; the empty string is none.
pub(crate) fn parse_number(text: &[u8]) -> Option<u64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    let add = |number: u64, byte| number.checked_mul(10)?.checked_add(digit(byte)?);
    if text.is_empty() { None } else { text.iter().try_fold(0, add) }
}

/// Returns the number of a socket's network namespace that is never reused while the machine runs
/// (`SO_NETNS_COOKIE`, socket(7), since Linux 5.14).
pub(crate) fn cookie(socket: c_int) -> Result<u64, RawErrno> {
    const SO_NETNS_COOKIE: c_int = 71;
    let mut cookie = 0_u64;
    let mut length = size_of::<u64>() as libc::socklen_t;
    // SAFETY: the kernel writes at most `length` bytes to `cookie`.
    let returned = unsafe {
        libc::getsockopt(
            socket,
            libc::SOL_SOCKET,
            SO_NETNS_COOKIE,
            (&raw mut cookie).cast(),
            &raw mut length,
        )
    };
    if returned < 0 { Err(syscalls::errno()) } else { Ok(cookie) }
}

/// Returns the number of a mount namespace that is never reused while the machine runs
/// (`NS_GET_MNTNS_ID`, `linux/nsfs.h`, since Linux 6.11).
pub(crate) fn mount_id(namespace: c_int) -> Result<u64, RawErrno> {
    let mut id = 0_u64;
    // SAFETY: the kernel writes a number to `id`; for another kind of namespace it returns EINVAL.
    let returned = unsafe { libc::ioctl(namespace, libc::_IOR::<u64>(0xb7, 5), &raw mut id) };
    if returned < 0 { Err(syscalls::errno()) } else { Ok(id) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_paths() {
        for (process, expected) in [(1, "/proc/1/ns/net"), (i32::MAX, "/proc/2147483647/ns/net")] {
            assert_eq!(path(process, b"net").as_bytes(), expected.as_bytes());
        }
    }

    #[test]
    fn parses_numbers() {
        assert_eq!(parse_number(b"4026531840"), Some(4_026_531_840));
        assert_eq!(parse_number(b""), None);
        assert_eq!(parse_number(b"self"), None);
    }

    #[test]
    fn finds_the_namespaces_of_a_process() {
        // SAFETY: takes no pointers.
        let own = unsafe { libc::getpid() };
        let net = inode_of(own, b"net").expect("a process may inspect itself");
        assert!(NamespaceIds::outside_of(net, own).is_none());
        let ids = NamespaceIds::outside_of(0, own).expect("it is in a namespace");
        assert!(ids.net == net && ids.mnt != 0 && ids.uts != 0);
    }

    #[test]
    fn overlap_in_any_known_kind() {
        let one = NamespaceIds { net: 1, mnt: 2, uts: 3 };
        assert!(one.overlaps(NamespaceIds { net: 1, mnt: 4, uts: 5 }));
        assert!(one.overlaps(NamespaceIds { net: 4, mnt: 2, uts: 5 }));
        assert!(one.overlaps(NamespaceIds { net: 4, mnt: 5, uts: 3 }));
        assert!(!one.overlaps(NamespaceIds { net: 3, mnt: 1, uts: 2 }));
        assert!(!NamespaceIds::default().overlaps(NamespaceIds::default()));
    }
}
