//! What to do about a refusal of the kernel's.

use super::Refusal;

/// A hint for what is known to cause an error number in an operation.
pub(super) fn of(refusal: &Refusal) -> Option<&'static str> {
    Some(match (refusal.errno, refusal.operation) {
        (libc::EMFILE, _) => {
            "the process has too many open files: raise the limit (`ulimit -n`), a host takes four"
        }
        (libc::ENFILE, _) => "the system has too many open files: raise `fs.file-max`",
        (libc::ENOSPC, "unshare") => {
            "too many namespaces: raise `user.max_net_namespaces` and `user.max_mnt_namespaces`, or \
             wait until the kernel has cleaned up earlier ones"
        }
        (libc::EAGAIN, "start thread") => {
            "no more threads: raise the limit (`ulimit -u`), a host takes one"
        }
        (libc::EAGAIN, "start") => "no more processes and threads: raise the limit (`ulimit -u`)",
        (libc::EROFS, "write sysctl") => {
            "/proc/sys cannot be written here, as in many containers: start the container with \
             `--security-opt unmask=ALL` (podman) or `--security-opt systempaths=unconfined` (Docker)"
        }
        (libc::EOPNOTSUPP, "create veth") => {
            "this kernel cannot make a veth pair: it needs CONFIG_VETH or the module `veth`"
        }
        (libc::EOPNOTSUPP | libc::EAFNOSUPPORT, _) if refusal.subject.contains(':') => {
            "this kernel has IPv6 switched off (`ipv6.disable=1`): give the links IPv4 addresses"
        }
        (libc::ENOMEM | libc::ENOBUFS, _) => "the kernel has no memory left for it",
        (libc::EPERM | libc::EACCES, "open") if refusal.subject == "ICMP socket" => {
            "it takes the capability CAP_NET_RAW, or a /proc/sys that can be written, for \
             `net.ipv4.ping_group_range`: run the container with `--cap-add NET_RAW`"
        }
        (libc::EPERM | libc::EACCES, "write sysctl") => {
            "this one cannot be set from a network namespace, or not to this value"
        }
        (libc::ENOENT, "read sysctl" | "write sysctl") => {
            "it is misspelled, or networks do not have it apart, or its module is not loaded"
        }
        (libc::EPERM, "send echo request to") => "a packet filter in the node drops it",
        (libc::EACCES, "connect") => "it is a broadcast address",
        (libc::ENETUNREACH, _) => {
            "the node has no route there: two hosts that share no link or LAN take a `router`"
        }
        (libc::EPERM | libc::EACCES, _) => {
            "the machine allowed this when it was tried first: a security module or a seccomp \
             filter may have changed, or the thread has given up its capabilities"
        }
        _ => return None,
    })
}
