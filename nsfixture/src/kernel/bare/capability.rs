//! The capabilities with which a thread creates and enters networks (capabilities(7)).

use super::syscalls::{self, RawErrno};

/// A capability, by its number (`linux/capability.h`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Capability(pub(crate) u8);

const NET_BIND_SERVICE: Capability = Capability(10);
const NET_BROADCAST: Capability = Capability(11);
const NET_ADMIN: Capability = Capability(12);
const NET_RAW: Capability = Capability(13);
const SYS_CHROOT: Capability = Capability(18);
const SYS_PTRACE: Capability = Capability(19);
const SYS_ADMIN: Capability = Capability(21);
const SETFCAP: Capability = Capability(31);

/// The capabilities of a thread in a host, and of the programs that it starts: enough for `ip`,
/// `nft`, `tc`, `tcpdump` and low ports, and for `/proc` to show the host. `CAP_DAC_OVERRIDE` and
/// the like are left out, so that files which the user may not read stay unreadable.
const IN_A_HOST: [Capability; 6] =
    [NET_BIND_SERVICE, NET_ADMIN, NET_RAW, SYS_CHROOT, SYS_PTRACE, SYS_ADMIN];

/// The capabilities required to create network and mount namespaces and to enter them (setns(2)).
pub(crate) const REQUIRED: [Capability; 3] = [NET_ADMIN, SYS_CHROOT, SYS_ADMIN];

impl Capability {
    fn bit(self) -> u64 {
        1 << self.0
    }
}

fn bits(capabilities: &[Capability]) -> u64 {
    capabilities.iter().fold(0, |bits, capability| bits | capability.bit())
}

/// Returns true if the thread may make the required capabilities effective.
pub fn are_permitted() -> bool {
    let required = bits(&REQUIRED);
    syscalls::capabilities().is_ok_and(|(_, permitted)| permitted & required == required)
}

/// Returns true if the thread's user may be mapped to root in another user namespace.
pub(crate) fn may_map_root() -> bool {
    syscalls::capabilities().is_ok_and(|(effective, _)| effective & SETFCAP.bit() != 0)
}

/// Returns true unless the thread is known to lack what opens packet sockets (packet(7)).
pub(crate) fn may_open_packet_sockets() -> bool {
    syscalls::capabilities().map_or(true, |(_, permitted)| permitted & NET_RAW.bit() != 0)
}

/// Gives the calling thread, and everything that it starts, the capabilities of a host's threads.
///
/// Where all of them are active already (root, sudo, `unshare -r`), nothing changes.
///
/// # Errors
/// Returns the kernel's error number.
pub fn raise_ambient_set() -> Result<(), RawErrno> {
    let (effective, permitted) = syscalls::capabilities()?;
    let required = bits(&REQUIRED);
    if effective & required == required && effective == permitted {
        return Ok(());
    }
    let kept = bits(&IN_A_HOST) & permitted;
    syscalls::set_capabilities(effective | kept, kept)?;
    for capability in IN_A_HOST.iter().filter(|capability| kept & capability.bit() != 0) {
        syscalls::raise_ambient(capability.0)?;
    }
    Ok(())
}

/// Lets the calling thread receive what the kernel reports in other network namespaces
/// (`NETLINK_LISTEN_ALL_NSID`, netlink(7)).
///
/// # Errors
/// Returns the kernel's error number.
pub(crate) fn raise_broadcast() -> Result<(), RawErrno> {
    let (effective, permitted) = syscalls::capabilities()?;
    let wanted = NET_BROADCAST.bit();
    match (effective & wanted != 0, permitted & wanted != 0) {
        (true, _) => Ok(()),
        (false, true) => syscalls::set_capabilities(effective | wanted, 0),
        (false, false) => Err(libc::EPERM),
    }
}

/// A guard that gives the thread that made it the required capabilities until it is dropped.
pub(crate) struct Raised {
    before: Option<u64>,
}

impl Raised {
    pub(crate) fn now() -> Result<Self, RawErrno> {
        let (effective, permitted) = syscalls::capabilities()?;
        let kept = bits(&IN_A_HOST) & permitted;
        if effective & kept == kept {
            return Ok(Self { before: None });
        }
        syscalls::set_capabilities(effective | kept, 0)?;
        Ok(Self { before: Some(effective) })
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            let lowered = syscalls::set_capabilities(before, 0);
            debug_assert!(lowered.is_ok(), "lowering capabilities needs no privilege");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_kernel() {
        for (number, name) in [
            (NET_BIND_SERVICE, caps::Capability::CAP_NET_BIND_SERVICE),
            (NET_BROADCAST, caps::Capability::CAP_NET_BROADCAST),
            (NET_ADMIN, caps::Capability::CAP_NET_ADMIN),
            (NET_RAW, caps::Capability::CAP_NET_RAW),
            (SYS_CHROOT, caps::Capability::CAP_SYS_CHROOT),
            (SYS_PTRACE, caps::Capability::CAP_SYS_PTRACE),
            (SYS_ADMIN, caps::Capability::CAP_SYS_ADMIN),
            (SETFCAP, caps::Capability::CAP_SETFCAP),
        ] {
            assert_eq!(number.0, name.index(), "{name}");
            assert_eq!(number.bit(), name.bitmask(), "{name}");
        }
    }
}
