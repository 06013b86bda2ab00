//! The last handle takes a network down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;

use super::network::Network;
use crate::output;
use crate::registry::{self, NetworkId};

/// Takes the network down when it is dropped.
pub(crate) struct Owner(Arc<Network>);

/// The owners of the networks that are up.
static OWNERS: Mutex<Option<HashMap<NetworkId, Weak<Owner>>>> = Mutex::new(None);

fn with_owners<T>(act: impl FnOnce(&mut HashMap<NetworkId, Weak<Owner>>) -> T) -> T {
    let mut owners = OWNERS.lock().unwrap_or_else(PoisonError::into_inner);
    act(owners.get_or_insert_default())
}

impl Owner {
    pub(super) fn new(network: Network) -> Arc<Self> {
        let id = network.id;
        let owner = Arc::new(Self(Arc::new(network)));
        with_owners(|owners| owners.insert(id, Arc::downgrade(&owner)));
        owner
    }

    pub(crate) fn network(&self) -> &Arc<Network> {
        &self.0
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        with_owners(|owners| owners.remove(&self.0.id));
        if let Err(error) = self.0.down_reporting_panics() {
            output::print_line(&format!("error while tearing down a network: {error}"));
        }
        // Without the attribute, this is what is seen of a test that fails.
        if self.0.test.is_none() && thread::panicking() {
            self.0.print_service_report();
        }
    }
}

/// Returns the network that the calling thread is in, and the index of its host.
pub(crate) fn current() -> Option<(Arc<Owner>, usize)> {
    let (id, node) = registry::current()?;
    let owner = with_owners(|owners| owners.get(&id)?.upgrade())?;
    Some((owner, node))
}
