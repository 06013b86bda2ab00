//! A host: a thread that stays in namespaces of its own for as long as they are to be.

use std::os::fd::AsRawFd;
use std::sync::{Arc, Mutex, PoisonError};

use nsfixture_plan::NodePlan;

use super::attempt::Gate;
use super::guardian::Cookie;
use super::namespace::{Namespaces, NetNamespace};
use super::netlink::Netlink;
pub(crate) use super::resident::Job;
use super::resident::{News, Resident, Task, View};
use super::trial::Findings;
use super::{process, procfs};
use crate::error::Error;

/// A host that is there. Dropped, its thread ends, and with the thread the host.
pub(crate) struct Host {
    pub(crate) namespaces: Arc<Namespaces>,
    pub(crate) netlink: Mutex<Netlink>,
    resident: Resident,
}

/// A host that has its network but perhaps not yet its view.
pub(crate) struct Growing {
    net: NetNamespace,
    pub(crate) netlink: Netlink,
    resident: Resident,
    news: News,
}

/// How many hosts are begun at once. The kernel makes one network at a time for the most part
/// (RTNL is one lock), so more than this gain nothing.
const AT_ONCE: usize = 8;

/// Begins hosts, without any link between them: when this returns, each has a network namespace
/// with the baseline of sysctls, and its thread goes on to mount its view.
///
/// `body_in` is the place of the one whose thread is to run more than this crate's code.
///
/// # Errors
/// The first refusal; then no host is left.
pub(crate) fn begin(
    nodes: &[NodePlan],
    findings: &Findings,
    gate: &Gate,
    body_in: Option<usize>,
) -> Result<Vec<Growing>, Error> {
    let mut shared = super::resident::share_mounts(nodes.len());
    let mut procs = procfs::for_each_of(nodes.len());
    let mut hosts = Vec::with_capacity(nodes.len());
    for (nth, some) in nodes.chunks(AT_ONCE).enumerate() {
        let mut begun = Vec::with_capacity(some.len());
        for (place, node) in some.iter().enumerate() {
            let task = Task {
                name: node.name.to_string(),
                forwards: node.forwards,
                hosts_file: Arc::clone(&node.hosts_file),
                findings: *findings,
                gate: gate.clone(),
                mounts: shared.next().expect("there is a share for each node"),
                proc: procs.next().flatten(),
                runs_body: body_in == Some(nth * AT_ONCE + place),
            };
            begun.push(Resident::start(task)?);
        }
        for (mut resident, news) in begun {
            let (net, netlink) = news.wait_for_net(&mut resident)?;
            hosts.push(Growing { net, netlink, resident, news });
        }
    }
    Ok(hosts)
}

impl Growing {
    /// The network namespace.
    pub(crate) fn net(&self) -> &NetNamespace {
        &self.net
    }

    /// Waits until the view is mounted, too.
    pub(crate) fn finish(mut self) -> Result<Host, Error> {
        let View { mnt, uts } = self.news.wait_for_view(&mut self.resident)?;
        let namespaces = Arc::new(Namespaces::new(self.net, mnt, uts));
        Ok(Host { namespaces, netlink: Mutex::new(self.netlink), resident: self.resident })
    }
}

impl Host {
    /// What the guardian is to know it by.
    pub(crate) fn cookies(&self) -> [Cookie; 2] {
        let netlink = self.netlink.lock().unwrap_or_else(PoisonError::into_inner);
        let net = process::cookie(netlink.socket().as_raw_fd()).unwrap_or(0);
        [Cookie::Net(net), Cookie::Mount(self.namespaces.mount_id())]
    }

    /// Has the host's thread do something. It does one thing after the other.
    pub(crate) fn assign(&self, job: Job) {
        self.resident.assign(job);
    }

    /// Lets the thread go, without a wait for it.
    pub(crate) fn release(&mut self) {
        self.resident.release();
    }

    /// If the thread is doing something, lets it go and never waits for it.
    pub(crate) fn abandon_if_working(&mut self) {
        self.resident.abandon_if_working();
    }
}
