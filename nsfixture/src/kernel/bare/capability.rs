//! The capabilities with which a thread makes and enters networks (capabilities(7)).
//!
//! Bare system calls only, but for words: a trial and a started program's child use them too.

use caps::Capability;

use super::raw::{self, Errno};

/// What a thread in a node, and a program started there, may do: what makes `ip`, `nft`, `tc`,
/// `tcpdump` and low ports work, and `/proc` show the node. `CAP_DAC_OVERRIDE` and the like stay
/// out: files that the user may not read are not read.
const IN_A_NODE: [Capability; 6] = [
    Capability::CAP_NET_BIND_SERVICE,
    Capability::CAP_NET_ADMIN,
    Capability::CAP_NET_RAW,
    Capability::CAP_SYS_CHROOT,
    Capability::CAP_SYS_PTRACE,
    Capability::CAP_SYS_ADMIN,
];

/// What it takes to make network and mount namespaces and to enter them (setns(2)).
const NEEDED: [Capability; 3] =
    [Capability::CAP_NET_ADMIN, Capability::CAP_SYS_CHROOT, Capability::CAP_SYS_ADMIN];

fn bits(capabilities: &[Capability]) -> u64 {
    capabilities.iter().fold(0, |bits, capability| bits | capability.bitmask())
}

/// Whether the thread may make what is needed effective.
pub(super) fn permitted() -> bool {
    let needed = bits(&NEEDED);
    raw::capabilities().is_ok_and(|(_, permitted)| permitted & needed == needed)
}

/// Whether the thread's user may be root in another user namespace as well.
pub(super) fn may_map_root() -> bool {
    let needed = Capability::CAP_SETFCAP.bitmask();
    raw::capabilities().is_ok_and(|(effective, _)| effective & needed != 0)
}

/// Those of what is needed that the bounding set keeps from everybody, root included, by their names.
pub(super) fn out_of_bounds() -> Vec<String> {
    let kept_away = |one: &&Capability| !raw::is_in_bounding_set(one.index());
    NEEDED.iter().filter(kept_away).map(ToString::to_string).collect()
}

/// Gives the calling thread, and all that it starts, what a node's threads have.
///
/// Where all of that is in force already (root, sudo, `unshare -r`), nothing is changed.
pub(super) fn keep() -> Result<(), Errno> {
    let (effective, permitted) = raw::capabilities()?;
    let needed = bits(&NEEDED);
    if effective & needed == needed && effective == permitted {
        return Ok(());
    }
    let kept = bits(&IN_A_NODE) & permitted;
    raw::set_capabilities(effective | kept, kept)?;
    for capability in IN_A_NODE.iter().filter(|capability| kept & capability.bitmask() != 0) {
        raw::raise_ambient(capability.index())?;
    }
    Ok(())
}

/// While it lives, the thread that made it acts with what is needed; then as before.
pub(crate) struct Raised {
    before: Option<u64>,
}

impl Raised {
    pub(crate) fn now() -> Result<Self, Errno> {
        let (effective, permitted) = raw::capabilities()?;
        let kept = bits(&IN_A_NODE) & permitted;
        if effective & kept == kept {
            return Ok(Self { before: None });
        }
        raw::set_capabilities(effective | kept, 0)?;
        Ok(Self { before: Some(effective) })
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            let lowered = raw::set_capabilities(before, 0);
            debug_assert!(lowered.is_ok(), "lowering capabilities takes no privilege");
        }
    }
}
