//! Cutting off the hosts in which something stays when their network goes down.

use std::os::fd::{AsRawFd as _, RawFd};
use std::sync::Arc;

use super::ending::Ending;
use super::leftovers::{LeftSockets, LeftThread, Leftovers};
use super::network::Network;
use crate::error::Error;
use crate::kernel::context::Context;
use crate::kernel::held_sockets;
use crate::kernel::sites::cut;
use crate::kernel::sites::host::Host;
use crate::kernel::threads::{self, Blocked};

impl Network {
    /// Finds what stays in the hosts, once the runtimes have been shut down and the processes killed.
    pub(super) fn leftovers(&self, hosts: &[Host], ending: Ending, is_alone: bool) -> Leftovers {
        let mut left = Leftovers::default();
        let inodes: Vec<u64> = hosts.iter().map(|host| host.site.net().inode()).collect();
        let index = |inode: u64| inodes.iter().position(|&own| own == inode);
        let name = |host: usize| self.plan.nodes[host].name.to_string();
        // Nobody has entered meanwhile: that takes a reference.
        let is_alone =
            is_alone && hosts.iter().all(|host| Arc::strong_count(&host.namespaces) == 1);
        let threads = if is_alone { Vec::new() } else { threads::threads_in(&inodes) };
        for thread in threads {
            let Some(host) = index(thread.network) else { continue };
            left.hosts.push(host);
            // The caller is there on purpose.
            if !thread.is_current() {
                let blocked_in = Blocked::of(thread.id);
                left.threads.push(LeftThread { name: thread.name(), host: name(host), blocked_in });
            }
        }
        if ending != Ending::AfterBody {
            left.hosts.extend((0..hosts.len()).filter(|&host| hosts[host].is_busy()));
        }
        for (host, count) in self.held_sockets(hosts, &inodes) {
            left.hosts.push(host);
            left.sockets.push(LeftSockets { count, host: name(host) });
        }
        left.hosts.sort_unstable();
        left.hosts.dedup();
        left
    }

    /// Cuts off the hosts in which something stays, so that nothing reaches it and it reaches nothing.
    pub(super) fn cut_off(&self, hosts: &[Host], left: &Leftovers) -> Vec<Error> {
        let mut errors = Vec::new();
        for &host in &left.hosts {
            let site = &hosts[host].site;
            let cx = Context::in_host(self.plan.nodes[host].name.as_str());
            errors.extend(cut::cut_off(site, cx).err());
            self.panics.mark_cut_off(host, site.net().inode());
        }
        errors
    }

    /// Returns the hosts in which this process holds sockets, each with their number.
    fn held_sockets(&self, hosts: &[Host], inodes: &[u64]) -> Vec<(usize, usize)> {
        // Listing all sockets of the process is worth while only if there are some.
        let may_have = |host: &Host| host.foreign_sockets().is_none_or(|sockets| sockets > 0);
        if !hosts.iter().any(may_have) {
            return Vec::new();
        }
        let mut own: Vec<RawFd> =
            hosts.iter().map(|host| host.site.netlink().socket().as_raw_fd()).collect();
        own.extend(self.capture.fds());
        let held = held_sockets::networks(&own);
        let count = |inode: &u64| held.iter().filter(|&network| network == inode).count();
        inodes.iter().map(count).enumerate().filter(|&(_, count)| count > 0).collect()
    }
}
