//! The thread that stays in a host.
//!
//! The first one of a network mounts what all of them see alike; the others copy that. Each tells
//! in two steps what it has made: the network as soon as links can be made in it, the view when
//! that is there, too.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread::{self, JoinHandle};

use nix::errno::Errno;

use super::attempt::{Gate, Place};
use super::namespace::{MountNamespace, NetNamespace};
use super::netlink::Netlink;
use super::procfs::Procfs;
use super::threads::Known;
use super::trial::{Findings, ViewPart};
use super::{capability, mounts, namespace, sysctl};
use crate::error::Error;

/// Something that a host's thread is to do.
pub(crate) type Job = Box<dyn FnOnce() + Send>;

/// What a thread needs to know to make its host.
pub(super) struct Task {
    pub(super) name: String,
    pub(super) forwards: bool,
    pub(super) hosts_file: Arc<str>,
    pub(super) findings: Findings,
    pub(super) gate: Gate,
    pub(super) mounts: Share,
    pub(super) proc: Option<Arc<Procfs>>,
    pub(super) runs_body: bool,
}

/// A thread's part in the mounts that all hosts of a network begin with.
pub(super) enum Share {
    /// Makes them, for these others.
    First(Vec<Sender<Arc<MountNamespace>>>),
    /// Gets them.
    Other(Receiver<Arc<MountNamespace>>),
}

/// The shares of this many threads, the first's first.
pub(super) fn share_mounts(count: usize) -> impl Iterator<Item = Share> {
    let (givers, takers): (Vec<_>, Vec<_>) = (1..count).map(|_| mpsc::channel()).unzip();
    std::iter::once(Share::First(givers)).chain(takers.into_iter().map(Share::Other))
}

/// What a thread tells of its host, while it makes it.
pub(super) struct News {
    net: Receiver<Result<(NetNamespace, Netlink), Error>>,
    view: Receiver<Result<View, Error>>,
}

/// What shows a host's network, and its name.
pub(super) struct View {
    pub(super) mnt: MountNamespace,
    pub(super) uts: Option<OwnedFd>,
}

impl News {
    pub(super) fn wait_for_net(
        &self,
        from: &mut Resident,
    ) -> Result<(NetNamespace, Netlink), Error> {
        self.net.recv().unwrap_or_else(|_| from.rethrow())
    }

    pub(super) fn wait_for_view(&self, from: &mut Resident) -> Result<View, Error> {
        self.view.recv().unwrap_or_else(|_| from.rethrow())
    }
}

/// A host's thread, from outside. Dropped, it ends.
pub(super) struct Resident {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    working: Arc<AtomicBool>,
}

/// A little more than what formatting an error takes.
const STACK: usize = 256 * 1024;

impl Resident {
    pub(super) fn start(task: Task) -> Result<(Self, News), Error> {
        let (tell_net, net) = mpsc::sync_channel(1);
        let (tell_view, view) = mpsc::sync_channel(1);
        let (jobs, to_do) = mpsc::channel::<Job>();
        let working = Arc::new(AtomicBool::new(false));
        let works = Arc::clone(&working);
        let (name, gate) = (task.name.clone(), task.gate.clone());
        let place = Place { gate: &gate, node: Some(&name) };
        let thread = place.attempt_io("start thread", "for the node", || {
            let mut builder = thread::Builder::new().name(name.clone());
            if !task.runs_body {
                builder = builder.stack_size(STACK);
            }
            builder.spawn(move || {
                let _known = Known::this_thread();
                if make(task, &tell_net, &tell_view) {
                    // Ends when the sender is dropped.
                    for job in to_do {
                        job();
                        works.store(false, Ordering::Release);
                    }
                }
            })
        })?;
        Ok((Self { jobs: Some(jobs), thread: Some(thread), working }, News { net, view }))
    }

    /// A thread ends without a word only by a panic.
    fn rethrow(&mut self) -> ! {
        match self.thread.take().map(JoinHandle::join) {
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            _ => panic!("the thread of a host ended without a word"),
        }
    }

    pub(super) fn assign(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            self.working.store(true, Ordering::Release);
            // Only a job that panicked ends the thread early, and a job catches its panics.
            jobs.send(job).expect("the thread of a host lives as long as its host");
        }
    }

    pub(super) fn release(&mut self) {
        self.jobs = None;
    }

    /// If the thread is doing something, lets it go and never waits for it.
    pub(super) fn abandon_if_working(&mut self) {
        if self.working.load(Ordering::Acquire) {
            self.jobs = None;
            self.thread = None;
        }
    }
}

impl Drop for Resident {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join)
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

/// Makes the host and tells of it; whether it is there.
fn make(
    task: Task,
    tell_net: &SyncSender<Result<(NetNamespace, Netlink), Error>>,
    tell_view: &SyncSender<Result<View, Error>>,
) -> bool {
    let Task { name, hosts_file, findings, gate, mounts, forwards, proc, .. } = task;
    let place = Place { gate: &gate, node: Some(&name) };
    let net = begin(place, &mounts, &findings, forwards, proc.as_deref());
    drop(proc);
    let begun = net.is_ok();
    // Nobody listens where another host has failed.
    if tell_net.send(net).is_err() || !begun {
        return false;
    }
    let view = go_on(place, mounts, &findings, &hosts_file);
    let made = view.is_ok();
    tell_view.send(view).is_ok() && made
}

fn begin(
    place: Place<'_>,
    mounts: &Share,
    findings: &Findings,
    forwards: bool,
    proc: Option<&Procfs>,
) -> Result<(NetNamespace, Netlink), Error> {
    place.attempt("capset", "the thread's capabilities", || {
        capability::keep().map_err(Errno::from_raw)
    })?;
    if let Share::First(others) = mounts {
        namespace::unshare_mounts(place)?;
        mounts::mount_common(place, findings)?;
        if !others.is_empty() {
            let common = Arc::new(MountNamespace::of_this_thread(place)?);
            for other in others {
                // One that has failed needs no mounts.
                let _gone = other.send(Arc::clone(&common));
            }
        }
    }
    let net = NetNamespace::unshare(place)?;
    // Before there is any interface: a new one copies the values of `default`.
    sysctl::set_baseline(place, findings, proc)?;
    if forwards {
        sysctl::forward(place, proc)?;
    }
    let netlink = Netlink::open(place)?;
    Ok((net, netlink))
}

fn go_on(
    place: Place<'_>,
    mounts: Share,
    findings: &Findings,
    hosts_file: &str,
) -> Result<View, Error> {
    match mounts {
        Share::First(others) if others.is_empty() => {}
        // The others copy what is common, without what is mounted from here on.
        Share::First(_) => namespace::unshare_mounts(place)?,
        Share::Other(common) => {
            // Without a first host there is no network, and nobody hears of this error.
            let common = place.attempt("copy", "the common mounts", || {
                common.recv().map_err(|_| Errno::ECANCELED)
            })?;
            place.attempt("setns", "the common mount namespace", || common.enter())?;
            namespace::unshare_mounts(place)?;
        }
    }
    mounts::mount_own(place, findings, hosts_file)?;
    let name = findings.allow(ViewPart::HostName).then_some(place.node).flatten();
    let uts = name.map(|name| namespace::unshare_name(place, name)).transpose()?;
    Ok(View { mnt: MountNamespace::of_this_thread(place)?, uts })
}
