//! Hosts on one LAN.

use std::io;
use std::mem;
use std::net::Ipv4Addr;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use super::host::{Job, ended, run};
use super::lan::Lan;
use super::message::Batch;
use super::socket::Socket;
use super::spoke::{Joining, Spoke, start};
use super::{sys, view};

/// How many hosts are begun at once: fewer wait for each other, more for the kernel's locks. It is
/// less than the answers that fit into a socket's buffer.
const AT_ONCE: usize = 16;

/// How many hosts a procfs is for. All namespaces' `/proc/sys/net/ipv4` are in one chain of a
/// procfs's hash table, so that a look-up takes the longer the more there are
/// (`proc_sys_compare`, `fs/proc/proc_sysctl.c`).
const HOSTS_OF_PROC: u32 = 64;

/// A thread for each host, and the switch, which its socket holds.
pub(crate) struct Star {
    hosts: Vec<Sender<Job>>,
    switch: Socket,
}

impl Star {
    pub(crate) fn up(hosts: usize) -> io::Result<Self> {
        let lan = Lan(u32::try_from(hosts).map_err(io::Error::other)?);
        // Those that it starts begin in its namespaces.
        thread::scope(|scope| scope.spawn(|| begin(lan)).join().map_err(|_| ended())?)
    }

    /// The address of the last host.
    pub(crate) fn last_address(&self) -> Ipv4Addr {
        Lan::v4(self.hosts.len() as u32 - 1)
    }

    pub(crate) fn run_in_first<R: Send + 'static>(
        &self,
        job: impl FnOnce() -> io::Result<R> + Send + 'static,
    ) -> io::Result<R> {
        run(&self.hosts[0], job)
    }

    pub(crate) fn run_in_last<R: Send + 'static>(
        &self,
        job: impl FnOnce() -> io::Result<R> + Send + 'static,
    ) -> io::Result<R> {
        run(&self.hosts[self.hosts.len() - 1], job)
    }

    /// Releases the switch, with which all cables are removed at once, and the threads, which end with
    /// their namespaces.
    pub(crate) fn end(self) {
        let Self { hosts, switch } = self;
        drop(switch);
        drop(hosts);
    }
}

fn begin(lan: Lan) -> io::Result<Star> {
    sys::unshare(libc::CLONE_NEWNET | libc::CLONE_NEWNS)?;
    view::common(&lan.hosts_file())?;
    view::be_silent(&view::proc()?)?;
    let switch = Socket::open()?;
    let mut batch = Batch::default();
    batch.bridge(&lan.bridge());
    switch.request(batch)?;

    let hosts = hosts(lan, &switch)?;

    // A bridge that is up would forward the announcements of each new host to all ports.
    let mut batch = Batch::default();
    batch.up(lan.bridge().index).get(lan.bridge().index);
    switch.request(batch)?;
    Ok(Star { hosts, switch })
}

/// Makes some hosts after the other; while the threads of some begin, the cables of those before
/// are made, and the kernel's work queue gets to the addresses of those before these.
fn hosts(lan: Lan, switch: &Socket) -> io::Result<Vec<Sender<Job>>> {
    let (mut all, mut views) = (Vec::new(), Vec::new());
    let (mut begun, mut joining) = (Vec::new(), Vec::new());
    let mut procs = Procs(Arc::new(view::proc()?));
    for first in (0..lan.0).step_by(AT_ONCE) {
        let some = first..lan.0.min(first + AT_ONCE as u32);
        let starting: Vec<(u32, Spoke)> =
            some.map(|host| Ok((host, start(host, procs.of(host))?))).collect::<io::Result<_>>()?;
        let joined = Joining::join(lan, switch, begun.drain(..))?;
        Joining::finish(lan, switch, mem::replace(&mut joining, joined))?;
        for (host, Spoke { jobs, socket, view }) in starting {
            begun.push((host, socket.recv().map_err(|_| ended())??));
            all.push(jobs);
            views.push(view);
        }
    }
    let joined = Joining::join(lan, switch, begun.drain(..))?;
    Joining::finish(lan, switch, joining)?;
    Joining::finish(lan, switch, joined)?;
    for view in views {
        view.recv().map_err(|_| ended())??;
    }
    Ok(all)
}

/// Where a procfs is: the one that hosts use at the moment.
struct Procs(Arc<OwnedFd>);

impl Procs {
    fn of(&mut self, host: u32) -> Arc<OwnedFd> {
        if host > 0 && host.is_multiple_of(HOSTS_OF_PROC) {
            // In a user namespace there are no more than there were.
            self.0 = sys::fresh_proc().map_or_else(|_| Arc::clone(&self.0), Arc::new);
        }
        Arc::clone(&self.0)
    }
}
