//! The thread that stays in a host.
//!
//! The first thread of a network mounts what all hosts have in common; the others copy that. Each
//! hands over its results in two steps: the network as soon as links can be created in it, and later
//! the view.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread::{self, JoinHandle};

use nix::errno::Errno;
use nix::unistd::gettid;
use nsfixture_plan::HostsTable;

use super::ahead::{Ahead, AheadHost};
use super::mounts::Sharing;
use super::namespace::{MountNamespace, NetNamespace};
use super::procfs::Procfs;
use super::{mounts, namespace, sysctl};
use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::bare::probe_report::{ProbeReport, ViewPart};
use crate::kernel::context::Context;
use crate::kernel::faults::FaultInjector;
use crate::kernel::netlink::Netlink;
use crate::kernel::packet_socket::{PacketSocket, open_tap};
use crate::kernel::threads::{OwnThread, Part};

/// A job for a host's thread.
pub(crate) type Job = Box<dyn FnOnce() + Send>;

/// Everything that a thread needs to create its host.
pub(super) struct Task {
    pub(super) name: String,
    pub(super) forwards: bool,
    pub(super) hosts: Arc<HostsTable>,
    /// The names of all hosts of the network.
    pub(super) names: Arc<[String]>,
    pub(super) probe: ProbeReport,
    pub(super) faults: FaultInjector,
    pub(super) sharing: Sharing,
    /// The network namespace, if it was made ahead.
    pub(super) net: Option<NetNamespace>,
    pub(super) mounts: MountShare,
    pub(super) proc: Option<Arc<Procfs>>,
    pub(super) runs_body: bool,
    /// The number of interfaces to record, and how much of each packet.
    pub(super) taps: usize,
    pub(super) first_bytes: Option<u32>,
}

/// What a host has before there is any link to it.
pub(super) struct Begun {
    pub(super) net: NetNamespace,
    pub(super) netlink: Netlink,
    /// The sockets for recording, not bound yet. Without them there is no record, but a host.
    pub(super) taps: Result<Vec<PacketSocket>, Error>,
}

/// A thread's share of the mounts that all hosts of a network have in common.
pub(super) enum MountShare {
    /// The thread mounts them, for these others.
    First(Vec<Sender<Arc<MountNamespace>>>),
    /// The thread receives them.
    Other(Receiver<Arc<MountNamespace>>),
    /// They were made ahead.
    Common(Arc<MountNamespace>),
    /// The host's own, too, were made ahead.
    Own(MountNamespace),
    /// The thread is in its copy.
    Entered,
}

impl MountShare {
    /// Moves the calling thread into its copy of the common mounts, if it is not there yet.
    fn enter(&mut self, cx: Context<'_>) -> Result<(), Error> {
        match self {
            Self::Other(common) => {
                // Without a first host there is no network, and this error is not reported.
                let common = cx.attempt(Operation::Receive, "the shared mounts", || {
                    common.recv().map_err(|_| Errno::ECANCELED)
                })?;
                common.enter_copy(cx)?;
            }
            Self::Common(common) => common.enter_copy(cx)?,
            Self::First(_) | Self::Own(_) | Self::Entered => return Ok(()),
        }
        *self = Self::Entered;
        Ok(())
    }

    /// Moves the calling thread, which has a network namespace, into its host's own mounts.
    fn enter_own(
        mut self,
        cx: Context<'_>,
        probe: &ProbeReport,
        sharing: Sharing,
    ) -> Result<MountNamespace, Error> {
        if let Self::Own(own) = self {
            cx.attempt(Operation::Setns, "the mount namespace", || own.enter())?;
            return Ok(own);
        }
        self.enter(cx)?;
        // The others copy the common mounts, without what is mounted from here on.
        if matches!(&self, Self::First(others) if !others.is_empty()) {
            namespace::unshare_mounts(cx)?;
        }
        mounts::mount_own(cx, probe, sharing)?;
        MountNamespace::of_this_thread(cx)
    }
}

/// What a host begins with.
type Start = (Option<NetNamespace>, MountShare);

/// Returns what each of `count` hosts begins with, and how they share their `/run`.
pub(super) fn starts(
    count: usize,
    ahead: Option<Ahead>,
) -> (Sharing, Box<dyn Iterator<Item = Start>>) {
    if let Some(Ahead { common, hosts, .. }) = ahead {
        let made =
            hosts.into_iter().map(|AheadHost { net, mnt }| (Some(net), MountShare::Own(mnt)));
        let others = std::iter::repeat_with(move || (None, MountShare::Common(common.clone())));
        return (Sharing::Files, Box::new(made.chain(others)));
    }
    let (givers, takers): (Vec<_>, Vec<_>) = (1..count).map(|_| mpsc::channel()).unzip();
    let first = std::iter::once(MountShare::First(givers));
    let shares = first.chain(takers.into_iter().map(MountShare::Other));
    (Sharing::of(count), Box::new(shares.map(|mounts| (None, mounts))))
}

/// The channels on which a thread hands over its results.
pub(super) struct SetupChannels {
    net: Receiver<Result<Begun, Error>>,
    view: Receiver<Result<View, Error>>,
}

/// The namespaces with a host's view and its name.
pub(super) struct View {
    pub(super) mnt: MountNamespace,
    pub(super) uts: Option<OwnedFd>,
}

impl SetupChannels {
    pub(super) fn wait_for_net(&self, from: &mut HostThread) -> Result<Begun, Error> {
        self.net.recv().unwrap_or_else(|_| from.rethrow())
    }

    pub(super) fn wait_for_view(&self, from: &mut HostThread) -> Result<View, Error> {
        self.view.recv().unwrap_or_else(|_| from.rethrow())
    }
}

/// A host's thread. When this is dropped, it ends.
pub(super) struct HostThread {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    /// The number of the thread; 0 until it has started.
    id: Arc<AtomicI32>,
    is_busy: Arc<AtomicBool>,
}

/// A little more than formatting an error needs.
const STACK: usize = 256 * 1024;

impl HostThread {
    pub(super) fn start(task: Task) -> Result<(Self, SetupChannels), Error> {
        let (tell_net, net) = mpsc::sync_channel(1);
        let (tell_view, view) = mpsc::sync_channel(1);
        let (jobs, to_do) = mpsc::channel::<Job>();
        let is_busy = Arc::new(AtomicBool::new(false));
        let busy = Arc::clone(&is_busy);
        let id = Arc::new(AtomicI32::new(0));
        let own_id = Arc::clone(&id);
        let (name, faults) = (task.name.clone(), task.faults.clone());
        let cx = Context::of_setup(&faults).at(&name);
        let thread = cx.attempt_io(Operation::StartThread, "for the host", || {
            let mut builder = thread::Builder::new().name(name.clone());
            if !task.runs_body {
                builder = builder.stack_size(STACK);
            }
            builder.spawn(move || {
                own_id.store(gettid().as_raw(), Ordering::Release);
                let _own = OwnThread::register(Part::Resident);
                if make(task, &tell_net, &tell_view) {
                    // Ends when the sender is dropped.
                    for job in to_do {
                        job();
                        busy.store(false, Ordering::Release);
                    }
                }
            })
        })?;
        Ok((
            Self { jobs: Some(jobs), thread: Some(thread), id, is_busy },
            SetupChannels { net, view },
        ))
    }

    /// Passes on the panic that ended the thread without a result.
    fn rethrow(&mut self) -> ! {
        match self.thread.take().map(JoinHandle::join) {
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            _ => panic!("a host thread exited without reporting"),
        }
    }

    pub(super) fn assign(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            self.is_busy.store(true, Ordering::Release);
            // Only a job that panicked ends the thread early, and a job catches its panics.
            jobs.send(job).expect("the thread of a host lives as long as its host");
        }
    }

    pub(super) fn release(&mut self) {
        self.jobs = None;
    }

    /// Returns true if the thread is running a job.
    pub(super) fn is_busy(&self) -> bool {
        self.is_busy.load(Ordering::Acquire)
    }

    /// Returns the number of the thread, which has reported its network.
    pub(super) fn id(&self) -> i32 {
        self.id.load(Ordering::Acquire)
    }

    /// Detaches the thread if it is running a job, so that nobody waits for it.
    pub(super) fn detach_if_busy(&mut self) {
        if self.is_busy() {
            self.jobs = None;
            self.thread = None;
        }
    }
}

impl Drop for HostThread {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join)
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

/// Creates the host and hands over the results; returns true if it was created.
fn make(
    task: Task,
    tell_net: &SyncSender<Result<Begun, Error>>,
    tell_view: &SyncSender<Result<View, Error>>,
) -> bool {
    let Task { name, hosts, names, probe, faults, sharing, net, mut mounts, .. } = task;
    let Task { forwards, proc, taps, first_bytes, .. } = task;
    let cx = Context::of_setup(&faults).at(&name);
    let net = match net {
        Some(net) => net.enter(cx).map(|()| net),
        None => begin(cx, &mut mounts, &probe, sharing, proc.as_deref()),
    };
    let net = net.and_then(|net| {
        // Without sysctls, `apply` enables it on each interface.
        if forwards && probe.supports(ViewPart::Sysctl) {
            sysctl::forward(cx, proc.as_deref())?;
        }
        Ok((net, Netlink::open(cx)?))
    });
    let net = net.map(|(net, netlink)| {
        let taps = (0..taps).map(|_| open_tap(Context::in_host(&name), first_bytes)).collect();
        Begun { net, netlink, taps }
    });
    drop(proc);
    let begun = net.is_ok();
    // Nobody receives it if another host has failed.
    if tell_net.send(net).is_err() || !begun {
        return false;
    }
    let view = mounts.enter_own(cx, &probe, sharing).and_then(|mnt| {
        mounts::show_network(cx, &probe, &hosts, &names, sharing)?;
        let name = probe.supports(ViewPart::HostName).then_some(&*name);
        let uts = name.map(|name| namespace::unshare_name(cx, name)).transpose()?;
        Ok(View { mnt, uts })
    });
    let made = view.is_ok();
    tell_view.send(view).is_ok() && made
}

/// Moves the calling thread into a new network namespace.
fn begin(
    cx: Context<'_>,
    mounts: &mut MountShare,
    probe: &ProbeReport,
    sharing: Sharing,
    proc: Option<&Procfs>,
) -> Result<NetNamespace, Error> {
    cx.attempt(Operation::Capset, "the thread's capabilities", || {
        capability::raise_ambient_set().map_err(Errno::from_raw)
    })?;
    if let MountShare::First(others) = mounts {
        namespace::unshare_mounts(cx)?;
        mounts::mount_common(cx, probe, sharing)?;
        if !others.is_empty() {
            let common = Arc::new(MountNamespace::of_this_thread(cx)?);
            for other in others {
                // A host that has failed needs no mounts.
                let _gone = other.send(Arc::clone(&common));
            }
        }
    }
    if mounts::are_sysctls_read_only() {
        // They are writable only in the mounts of the network, which the hosts wait for otherwise later.
        mounts.enter(cx)?;
    }
    let net = NetNamespace::unshare(cx)?;
    // Before there is any interface: a new one copies the values of `default`.
    sysctl::set_baseline(cx, probe, proc)?;
    Ok(net)
}
