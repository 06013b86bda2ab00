//! A host: a thread that stays in its own namespaces until the network goes down.

use std::fs;
use std::os::fd::AsRawFd as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nsfixture_plan::NodePlan;

use super::ahead::Ahead;
use super::host_thread::{self, Begun, HostThread, SetupChannels, Task, View};
use super::namespace::Namespaces;
use super::procfs;
use super::site::Site;
use crate::error::Error;
use crate::kernel::bare::guardian::Cookie;
use crate::kernel::bare::namespace_ids;
use crate::kernel::bare::probe_report::ProbeReport;
use crate::kernel::faults::FaultInjector;
use crate::kernel::packet_socket::{PacketSocket, Taps};

pub(crate) use super::host_thread::Job;

/// A host. When it is dropped, its thread ends, and with the thread the host.
pub(crate) struct Host {
    pub(crate) site: Arc<Site>,
    pub(crate) namespaces: Arc<Namespaces>,
    /// The number of sockets that record.
    taps: AtomicUsize,
    thread: HostThread,
}

/// A host that has its network but perhaps not yet its view.
pub(crate) struct PendingHost {
    pub(crate) site: Arc<Site>,
    /// The sockets for recording, not bound yet.
    pub(crate) taps: Result<Vec<PacketSocket>, Error>,
    /// The number of those that are in use.
    pub(crate) taps_used: usize,
    thread: HostThread,
    channels: SetupChannels,
}

/// The number of hosts that are started at once. The kernel creates mostly one network at a time
/// (RTNL is one lock), so more would gain nothing.
const CONCURRENT: usize = 8;

/// Starts hosts, without any link between them. On return each has a network namespace with the
/// baseline of sysctls, and its thread goes on to mount its view.
///
/// `body_in` is the index of the host whose thread runs a test's body. What was made ahead is used as far as it goes.
///
/// # Errors
/// Returns the first refusal; then no host is left.
pub(crate) fn begin(
    nodes: &[NodePlan],
    probe: &ProbeReport,
    faults: &FaultInjector,
    body_in: Option<usize>,
    taps: &Taps,
    ahead: Option<Ahead>,
) -> Result<Vec<PendingHost>, Error> {
    let (sharing, mut starts) = host_thread::starts(nodes.len(), ahead);
    let names: Arc<[String]> = nodes.iter().map(|node| node.name.to_string()).collect();
    let mut procs = procfs::for_each_of(nodes.len());
    let mut hosts = Vec::with_capacity(nodes.len());
    for (nth, some) in nodes.chunks(CONCURRENT).enumerate() {
        let mut begun = Vec::with_capacity(some.len());
        for (place, node) in some.iter().enumerate() {
            let index = nth * CONCURRENT + place;
            let (net, mounts) = starts.next().expect("there is one for each host");
            let task = Task {
                name: node.name.to_string(),
                forwards: node.forwards,
                hosts: Arc::clone(&node.hosts),
                names: Arc::clone(&names),
                probe: *probe,
                faults: faults.clone(),
                sharing,
                net,
                mounts,
                proc: procs.next().flatten(),
                runs_body: body_in == Some(index),
                taps: taps.interfaces[index].len(),
                first_bytes: taps.first_bytes,
            };
            begun.push(HostThread::start(task)?);
        }
        for (mut thread, channels) in begun {
            let Begun { net, netlink, taps } = channels.wait_for_net(&mut thread)?;
            hosts.push(PendingHost {
                site: Site::new(net, netlink),
                taps,
                taps_used: 0,
                thread,
                channels,
            });
        }
    }
    Ok(hosts)
}

impl PendingHost {
    /// Waits until the view is mounted, too.
    pub(crate) fn finish(mut self) -> Result<Host, Error> {
        let View { mnt, uts } = self.channels.wait_for_view(&mut self.thread)?;
        let namespaces = Arc::new(Namespaces::new(Arc::clone(self.site.net()), mnt, uts));
        Ok(Host {
            site: self.site,
            namespaces,
            taps: AtomicUsize::new(self.taps_used),
            thread: self.thread,
        })
    }
}

impl Host {
    /// Returns the numbers by which the guardian recognises the host.
    pub(crate) fn cookies(&self) -> [Cookie; 2] {
        let socket = self.site.netlink().socket().as_raw_fd();
        let net = namespace_ids::cookie(socket).unwrap_or(0);
        [Cookie::Net(net), Cookie::Mount(self.namespaces.mount_id())]
    }

    /// Runs a job on the host's thread. It runs one after the other.
    pub(crate) fn assign(&self, job: Job) {
        self.thread.assign(job);
    }

    /// Returns true if the host's thread is running a job.
    pub(crate) fn is_busy(&self) -> bool {
        self.thread.is_busy()
    }

    /// Returns the number of sockets in the host, except the site's own and those that record; `None` if the kernel does
    /// not tell. A socket that has just been closed may still be counted.
    pub(crate) fn foreign_sockets(&self) -> Option<usize> {
        // "sockets: used N" (`socket_seq_show`, `net/socket.c`).
        let path = format!("/proc/self/task/{}/net/sockstat", self.thread.id());
        let used = fs::read_to_string(path).ok()?;
        let used: usize = used.split_ascii_whitespace().nth(2)?.parse().ok()?;
        Some(used.saturating_sub(1 + self.taps.load(Ordering::Relaxed)))
    }

    /// Returns the number of the host's thread.
    pub(crate) fn thread(&self) -> i32 {
        self.thread.id()
    }

    /// Tells the number of sockets that record.
    pub(crate) fn set_taps(&self, taps: usize) {
        self.taps.store(taps, Ordering::Relaxed);
    }

    /// Lets the thread end, without waiting for it.
    pub(crate) fn release(&mut self) {
        self.thread.release();
    }

    /// Detaches the thread if it is running a job, so that nobody waits for it.
    pub(crate) fn detach_if_busy(&mut self) {
        self.thread.detach_if_busy();
    }
}
