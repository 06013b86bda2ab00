//! What to do about an error of the kernel.

use super::operation::Operation;
use super::types::KernelError;

/// Returns a hint for a known cause of an error number in an operation.
pub(super) fn of(error: &KernelError) -> Option<&'static str> {
    Some(match (error.errno, error.operation) {
        (libc::EMFILE, Operation::Watch) => {
            "raise `fs.inotify.max_user_instances`, or the limit on open files with `ulimit -n`"
        }
        (libc::EMFILE, _) => {
            "too many open files in this process; raise the limit with `ulimit -n` (each host uses \
             four)"
        }
        (libc::ENFILE, _) => "too many open files on this machine; raise `fs.file-max`",
        (libc::ENOSPC, Operation::Unshare) => {
            "too many namespaces; raise `user.max_net_namespaces` and `user.max_mnt_namespaces`, or \
             wait until the kernel has cleaned up earlier ones"
        }
        (libc::EAGAIN, Operation::StartThread) => {
            "thread limit reached; raise it with `ulimit -u` (each host uses one)"
        }
        (libc::EAGAIN, Operation::Start | Operation::StartProgram) => {
            "process limit reached; raise it with `ulimit -u`"
        }
        (libc::EROFS, Operation::WriteSysctl) => {
            "/proc/sys is read-only, as in many containers; start the container with \
             `--security-opt unmask=ALL` (Podman) or `--security-opt systempaths=unconfined` (Docker)"
        }
        (libc::EOPNOTSUPP, Operation::CreateVeth) => {
            "this kernel cannot create veth pairs; it needs CONFIG_VETH or the module `veth`"
        }
        (libc::EOPNOTSUPP | libc::EAFNOSUPPORT, _) if error.subject.contains(':') => {
            "this kernel has IPv6 disabled (`ipv6.disable=1`); give the links IPv4 addresses"
        }
        (libc::ENOMEM | libc::ENOBUFS, _) => "the kernel is out of memory",
        (libc::EPERM | libc::EACCES, Operation::OpenIcmpSocket) => {
            "this needs CAP_NET_RAW, or a writable /proc/sys for `net.ipv4.ping_group_range`; run the \
             container with `--cap-add NET_RAW`"
        }
        (libc::EPERM | libc::EACCES, Operation::WriteSysctl) => {
            "this sysctl cannot be set from a network namespace, or the value is invalid"
        }
        (libc::ENOENT, Operation::ReadSysctl | Operation::WriteSysctl) => {
            "it may be misspelled, not be per network namespace, or belong to a module that is not \
             loaded"
        }
        (libc::EPERM, Operation::StartProgram) => {
            "a program cannot enter a host as another user: let it change its user itself"
        }
        (libc::EACCES, Operation::StartProgram) => {
            "the file is not executable, or a directory on the way to it cannot be searched"
        }
        (libc::ECHILD, Operation::Wait) => {
            "something else in this process has waited for it, or SIGCHLD is ignored"
        }
        (libc::EPERM, Operation::Signal) => "the program has changed its user",
        (libc::EINVAL, Operation::Signal) => "there is no signal of this number",
        (libc::ENOSPC, Operation::Watch) => "raise `fs.inotify.max_user_watches`",
        (libc::EPERM, Operation::SendEchoRequest) => "a packet filter in the host drops it",
        (libc::EACCES, Operation::Connect) => "it is a broadcast address",
        (libc::ENETUNREACH, _) => {
            "the host has no route there; hosts that share no link or LAN need a `router` between \
             them"
        }
        (libc::EPERM | libc::EACCES, _) => {
            "this worked when it was probed at start-up; a security module or a seccomp filter may \
             have changed, or the thread has dropped its capabilities"
        }
        _ => return None,
    })
}
