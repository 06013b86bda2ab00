//! Cutting off the hosts in which something stays when their network goes down.

use std::os::fd::{AsRawFd as _, RawFd};
use std::sync::Arc;

use super::ending::Ending;
use super::leftovers::{Holder, LeftSocket, LeftThread, Leftovers};
use super::network::Network;
use crate::error::Error;
use crate::kernel::context::Context;
use crate::kernel::holders;
use crate::kernel::sites::cut;
use crate::kernel::sites::host::Host;
use crate::kernel::threads::{self, Blocked};

impl Network {
    /// Finds what stays in the hosts, once the runtimes have been shut down and the processes killed.
    pub(super) fn leftovers(&self, hosts: &[Host], ending: Ending, is_alone: bool) -> Leftovers {
        let mut left = Leftovers::default();
        let inodes: Vec<u64> = hosts.iter().map(|host| host.site.net().inode()).collect();
        let index = |inode: u64| inodes.iter().position(|&own| own == inode);
        let of = |host: usize| self.plan.nodes[host].name.to_string();
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
                let (id, name) = (thread.id, thread.name());
                left.threads.push(LeftThread { id, name, host: of(host), blocked_in });
            }
        }
        if ending != Ending::AfterBody {
            left.hosts.extend((0..hosts.len()).filter(|&host| hosts[host].is_busy()));
        }
        for (host, what, holder) in self.held_sockets(hosts, &inodes) {
            left.hosts.push(host);
            left.sockets.push(LeftSocket { what, host: of(host), holder });
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

    /// Returns the sockets that somebody holds in the hosts, each with the index of its host.
    fn held_sockets(&self, hosts: &[Host], inodes: &[u64]) -> Vec<(usize, String, Holder)> {
        let foreign: Vec<_> = hosts.iter().map(Host::foreign_sockets).collect();
        // Listing all sockets of the process is worth while only if there are some.
        if foreign.iter().all(|&sockets| sockets == Some(0)) {
            return Vec::new();
        }
        let mut except: Vec<RawFd> =
            hosts.iter().map(|host| host.site.netlink().socket().as_raw_fd()).collect();
        except.extend(self.capture.fds());
        let own = holders::own_sockets();
        let index = |network: u64| inodes.iter().position(|&inode| inode == network);
        let held = own.iter().filter(|socket| !except.contains(&socket.fd)).filter_map(|socket| {
            Some((index(socket.network?)?, socket.description(), Holder::Own(socket.fd)))
        });
        let mut held: Vec<_> = held.collect();
        let count = |host| held.iter().filter(|&&(of, ..)| of == host).count();
        // Others may have got some from this process; and one that was just closed may still be counted.
        let unexplained = (0..hosts.len()).filter(|&host| foreign[host] > Some(count(host)));
        let listed = unexplained.flat_map(|host| {
            holders::inodes_in(hosts[host].thread()).into_iter().map(move |inode| (host, inode))
        });
        let is_own = |inode: u64| own.iter().any(|socket| socket.inode == inode);
        let listed: Vec<_> = listed.filter(|&(_, inode)| !is_own(inode)).collect();
        held.extend(held_by_others(&listed));
        held
    }
}

/// Returns the holders of sockets that this process does not have open, given by the host's index and the inode number.
fn held_by_others(sockets: &[(usize, u64)]) -> Vec<(usize, String, Holder)> {
    if sockets.is_empty() {
        return Vec::new();
    }
    let inodes: Vec<_> = sockets.iter().map(|&(_, inode)| inode).collect();
    let others = holders::of_others(&inodes);
    // One without a holder is being closed by another thread.
    let held = sockets.iter().filter_map(|&(host, inode)| {
        let other = others.iter().find(|other| other.inode == inode)?;
        Some((host, "socket".to_owned(), Holder::Other(other.process.clone(), other.fd)))
    });
    held.collect()
}
