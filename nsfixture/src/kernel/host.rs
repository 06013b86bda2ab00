//! A host: a thread that stays in namespaces of its own for as long as they are to be.
//!
//! The hosts of a network grow from one stem: a thread that mounts what all of them see alike,
//! starts them, each with a copy of its mounts, and ends.

use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use nsfixture_plan::NodePlan;

use super::attempt::{Gate, Place};
use super::mounts::{self, Common};
use super::namespace::Namespaces;
use super::netlink::Netlink;
use super::trial::Findings;
use super::{capability, process, sysctl};
use crate::error::Error;

/// A host that is there. Dropped, its thread ends, and with the thread the host.
pub(crate) struct Host {
    pub(crate) namespaces: Arc<Namespaces>,
    pub(crate) netlink: Netlink,
    /// The network namespace's number that is never used again; 0 where the kernel has none.
    pub(crate) cookie: u64,
    resident: Resident,
}

/// The thread in a host.
struct Resident {
    stay: Option<Sender<Never>>,
    thread: Option<JoinHandle<()>>,
}

enum Never {}

impl Drop for Resident {
    fn drop(&mut self) {
        self.stay = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            // It holds namespaces and does nothing else; a panic in it is a bug of this crate.
            if !thread::panicking() {
                std::panic::resume_unwind(panic);
            }
        }
    }
}

/// A little more than what formatting an error takes.
const STACK: usize = 256 * 1024;

/// How many hosts are made at once. The kernel makes one at a time for the most part (RTNL is one
/// lock), so more than this gain nothing.
const AT_ONCE: usize = 2;

/// Makes hosts, without any link between them.
///
/// # Errors
/// The first refusal; then no host is left.
pub(crate) fn grow(
    nodes: &[NodePlan],
    findings: &Findings,
    gate: &Gate,
) -> Result<Vec<Host>, Error> {
    let place = Place { gate, node: None };
    thread::scope(|scope| {
        let stem = place.attempt_io("start thread", "for the set-up", || {
            let name = thread::current().name().unwrap_or("nsfixture").to_owned();
            let stem = move || stem(nodes, findings, gate);
            thread::Builder::new().name(name).stack_size(STACK).spawn_scoped(scope, stem)
        })?;
        stem.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn stem(nodes: &[NodePlan], findings: &Findings, gate: &Gate) -> Result<Vec<Host>, Error> {
    let place = Place { gate, node: None };
    let common = Common { findings };
    place.attempt("capset", "the thread's capabilities", || {
        capability::keep().map_err(nix::errno::Errno::from_raw)
    })?;
    place.attempt("unshare", "mount namespace", || {
        nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNS)
    })?;
    common.mount(place)?;
    for node in nodes {
        let place = Place { gate, node: Some(node.name.as_str()) };
        common.write_hosts(place, &node.hosts_file)?;
    }
    let mut hosts = Vec::with_capacity(nodes.len());
    for some in nodes.chunks(AT_ONCE) {
        let growing: Vec<_> =
            some.iter().map(|node| Growing::start(node, findings, gate)).collect();
        for growing in growing {
            hosts.push(growing?.wait()?);
        }
    }
    Ok(hosts)
}

/// A host that is being made.
struct Growing {
    made: Receiver<Result<Made, Error>>,
    resident: Resident,
}

struct Made {
    namespaces: Namespaces,
    netlink: Netlink,
}

impl Growing {
    fn start(node: &NodePlan, findings: &Findings, gate: &Gate) -> Result<Self, Error> {
        let (name, findings) = (node.name.to_string(), *findings);
        let place = Place { gate, node: Some(&name) };
        let (stay, end) = mpsc::channel();
        let (tell, made) = mpsc::sync_channel(1);
        let thread = place.attempt_io("start thread", "for the node", || {
            let builder = thread::Builder::new().name(name.clone()).stack_size(STACK);
            let (name, gate) = (name.clone(), gate.clone());
            builder.spawn(move || {
                let place = Place { gate: &gate, node: Some(&name) };
                // Nobody waits for it where another host failed first.
                drop(tell.send(make(place, &findings)));
                // Ends when the sender is dropped.
                drop::<Result<Never, _>>(end.recv());
            })
        })?;
        Ok(Self { made, resident: Resident { stay: Some(stay), thread: Some(thread) } })
    }

    fn wait(self) -> Result<Host, Error> {
        let Self { made, resident } = self;
        let Made { namespaces, netlink } = made
            .recv()
            .unwrap_or_else(|_| panic!("the thread in a host ended before it was made"))?;
        let cookie = process::cookie(netlink.socket().as_raw_fd()).unwrap_or(0);
        Ok(Host { namespaces: Arc::new(namespaces), netlink, cookie, resident })
    }
}

fn make(place: Place<'_>, findings: &Findings) -> Result<Made, Error> {
    let namespaces = Namespaces::unshare(place)?;
    Common { findings }.mount_own(place)?;
    if mounts::has_run(findings) {
        mounts::name_for_ip_netns(place)?;
    }
    sysctl::set_baseline(place, findings)?;
    let netlink = Netlink::open(place)?;
    Ok(Made { namespaces, netlink })
}

impl Host {
    /// Lets the thread go, without a wait for it.
    pub(crate) fn release(&mut self) {
        self.resident.stay = None;
    }
}
