//! Waiting until a network is idle, so that what is about to fail does.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Duration;

use super::network::Network;
use crate::kernel::context::Context;
use crate::kernel::sites::site::Site;
use crate::kernel::sock_diag::SockDiag;
use crate::kernel::threads::{self, BusyThread, Foreign, InFlight, Traffic, Waited};

impl Network {
    /// Waits until the network's threads and tasks are idle. Returns true if there are none.
    ///
    /// Foreign threads that do not become idle are recorded, unless they may run.
    pub(crate) fn wait_until_idle(&self, foreign: Foreign) -> bool {
        let sites: Option<Vec<_>> =
            self.if_up(|up| up.hosts.iter().map(|host| Arc::clone(&host.site)).collect());
        let Some(sites) = sites else { return false };
        self.panics.wait_for_first_polls();
        let inodes: Vec<u64> = sites.iter().map(|site| site.net().inode()).collect();
        let diags = sites.iter().map(|_| OnceCell::new()).collect();
        let traffic = HostTraffic { network: self, sites, diags };
        let Waited { busy, is_alone } = threads::wait_until_idle(&inodes, foreign, &traffic);
        for BusyThread(thread) in busy {
            let node = inodes.iter().position(|&inode| inode == thread.network);
            self.panics.add_busy(node.unwrap_or_default(), thread.name());
        }
        is_alone
    }
}

/// What the hosts have sent.
struct HostTraffic<'n> {
    network: &'n Network,
    sites: Vec<Arc<Site>>,
    /// Opened when they are first needed; `None` where the kernel has none.
    diags: Vec<OnceCell<Option<SockDiag>>>,
}

impl HostTraffic<'_> {
    fn has_unsent(&self, node: usize) -> bool {
        // That of `diags`.
        let own = usize::from(self.diags[node].get().is_some_and(Option::is_some));
        let sockets = self.network.if_up(|up| up.hosts[node].foreign_sockets()).flatten();
        if sockets.is_some_and(|sockets| sockets <= own) {
            return false;
        }
        let cx = Context::in_host(self.network.plan.nodes[node].name.as_str());
        let open = || self.sites[node].net().inside(cx, || SockDiag::open(cx)).ok();
        self.diags[node].get_or_init(open).as_ref().is_some_and(SockDiag::any_has_unsent)
    }
}

impl Traffic for HostTraffic<'_> {
    fn in_flight(&self) -> InFlight {
        let engine = self.network.if_up(|up| up.engine.clone()).flatten();
        if engine.is_some_and(|engine| engine.has_packets_in_flight()) {
            return InFlight::Delayed;
        }
        let any_unsent = (0..self.sites.len()).any(|node| self.has_unsent(node));
        if any_unsent { InFlight::Unacknowledged } else { InFlight::Nothing }
    }

    fn pause(&self, at_most: Duration) {
        // If it has gone down, nothing is in flight either.
        let _down = self.network.wait_unless_down(0, at_most);
    }
}
