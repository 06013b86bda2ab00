//! The network and the host that a thread is in, by its network namespace.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::kernel::sites::namespace;

/// The number of a network in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NetworkId(u64);

/// The hosts of all networks that are up, by the inode numbers of their network namespaces.
static HOSTS: Mutex<Option<HashMap<u64, (NetworkId, usize)>>> = Mutex::new(None);

fn with_hosts<T>(act: impl FnOnce(&mut HashMap<u64, (NetworkId, usize)>) -> T) -> T {
    // The map is consistent after every statement.
    let mut hosts = HOSTS.lock().unwrap_or_else(PoisonError::into_inner);
    act(hosts.get_or_insert_default())
}

/// Registers the hosts of a network.
pub(crate) fn register(inodes: impl Iterator<Item = u64>) -> NetworkId {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let id = NetworkId(NEXT.fetch_add(1, Ordering::Relaxed));
    with_hosts(|hosts| {
        hosts.extend(inodes.enumerate().map(|(host, inode)| (inode, (id, host))));
    });
    id
}

/// Removes a network. The inode numbers may be those of another network from now on.
pub(crate) fn unregister(id: NetworkId) {
    with_hosts(|hosts| hosts.retain(|_, (other, _)| *other != id));
}

/// Returns the network that the calling thread is in, and the index of its host.
pub(crate) fn current() -> Option<(NetworkId, usize)> {
    let inode = namespace::inode_of_this_thread().ok()?;
    with_hosts(|hosts| hosts.get(&inode).copied())
}
