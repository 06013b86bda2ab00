//! Recording panics.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;

use super::hook;
use super::inspection::{Inspection, Moment};
use super::late::{self, LatePanic};
use super::message::message_of;
use super::panic::Panic;
use super::unobserved::{Event, Unobserved};
use crate::kernel::inspect::Inspector;
use crate::kernel::sites::namespace;
use crate::kernel::threads::{CPU_TIME_LIMIT, OwnThread, Part};
use crate::registry::{self, NetworkId};

/// The unobserved panics of one network.
pub(crate) struct PanicMonitor {
    /// The test that the network belongs to, if there is one.
    test: Option<String>,
    hosts: Vec<String>,
    /// What was seen in the hosts.
    pub(crate) inspection: Inspection,
    /// `None` once nobody will take them any more.
    unobserved: Mutex<Option<Vec<Unobserved>>>,
    /// For each host the number of its tasks that have not been polled yet.
    unpolled: Mutex<Vec<usize>>,
    polled: Condvar,
    /// The last panic that a caller was to observe.
    observed: Mutex<Option<Panic>>,
}

/// The monitors whose panics somebody will take.
static MONITORS: Mutex<Option<HashMap<NetworkId, Weak<PanicMonitor>>>> = Mutex::new(None);

/// The hosts that were cut off when their network went down, by their inode numbers.
static CUT_OFF: Mutex<Option<HashMap<u64, Place>>> = Mutex::new(None);

/// A network's monitor, and the index of a host.
type Place = (Arc<PanicMonitor>, usize);

thread_local! {
    static HERE: RefCell<Option<Here>> = const { RefCell::new(None) };
    static LAST: Cell<Option<u64>> = const { Cell::new(None) };
}

struct Here {
    monitor: Arc<PanicMonitor>,
    host: usize,
    role: Role,
    _own: Option<OwnThread>,
}

/// Whether a panic on a thread of this crate is observed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// By the caller that waits for the thread.
    Observed,
    /// Perhaps by nobody: a thread of a runtime.
    Unobserved,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The data under these locks is consistent after every statement.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PanicMonitor {
    /// Starts to monitor a network with these hosts, each with its inode number. It gets the late panics
    /// that nobody has got so far.
    pub(crate) fn start(
        network: NetworkId,
        test: Option<String>,
        hosts: impl Iterator<Item = (String, u64)>,
        inspector: Inspector,
    ) -> Arc<Self> {
        ensure_hook();
        let (hosts, inodes): (Vec<_>, Vec<_>) = hosts.unzip();
        // The number of a namespace that has ended may be that of a new one.
        lock(&CUT_OFF).get_or_insert_default().retain(|inode, _| !inodes.contains(inode));
        let monitor = Arc::new(Self {
            test,
            unpolled: Mutex::new(vec![0; hosts.len()]),
            hosts,
            inspection: Inspection::new(inspector),
            unobserved: Mutex::new(Some(Vec::new())),
            polled: Condvar::new(),
            observed: Mutex::default(),
        });
        for late in late::take() {
            monitor.add(Event::Late(late));
        }
        lock(&MONITORS).get_or_insert_default().insert(network, Arc::downgrade(&monitor));
        monitor
    }

    /// Marks a host, with the inode number of its network namespace, as cut off: something stays in it when
    /// its network goes down.
    pub(crate) fn mark_cut_off(self: &Arc<Self>, host: usize, inode: u64) {
        lock(&CUT_OFF).get_or_insert_default().insert(inode, (Arc::clone(self), host));
    }

    /// Stops monitoring, and returns what has not been observed. A panic from now on is late.
    pub(crate) fn finish(&self, network: NetworkId) -> Vec<Unobserved> {
        lock(&MONITORS).get_or_insert_default().remove(&network);
        lock(&self.unobserved).take().unwrap_or_default()
    }

    /// Makes the calling thread one of a host's, for good.
    pub(crate) fn adopt_this_thread(self: &Arc<Self>, host: usize, role: Role) {
        // A foreign thread may be waiting for one that runs a closure.
        let own = (role == Role::Unobserved).then(|| OwnThread::register(Part::Runtime));
        HERE.set(Some(Here { monitor: Arc::clone(self), host, role, _own: own }));
    }

    /// Returns where the last panic with a message was that a caller was to observe.
    pub(crate) fn place_of_observed(&self, message: &str) -> Option<String> {
        let observed = lock(&self.observed);
        observed.as_ref().filter(|panic| panic.message == message)?.location.clone()
    }

    /// Marks a panic as observed by a caller.
    pub(crate) fn mark_observed(&self, id: u64) {
        if let Some(unobserved) = &mut *lock(&self.unobserved) {
            unobserved.retain(|one| one.id != id);
        }
    }

    /// Registers a task of a host that has not been polled yet.
    pub(crate) fn expect_poll(self: &Arc<Self>, host: usize) -> FirstPoll {
        lock(&self.unpolled)[host] += 1;
        FirstPoll { monitor: Arc::clone(self), host }
    }

    /// Waits until every task has been polled once.
    pub(crate) fn wait_for_first_polls(&self) {
        let any = |unpolled: &mut Vec<usize>| unpolled.iter().any(|&tasks| tasks > 0);
        let waited = self.polled.wait_timeout_while(lock(&self.unpolled), CPU_TIME_LIMIT, any);
        let (unpolled, _) = waited.unwrap_or_else(PoisonError::into_inner);
        for (host, _) in unpolled.iter().enumerate().filter(|&(_, &tasks)| tasks > 0) {
            self.add(Event::PendingTask { host: self.name_of(host) });
        }
    }

    /// Records a panic in the closure of a rule, on a thread that is in no host.
    pub(crate) fn add_of_closure(&self, payload: &(dyn Any + Send)) {
        self.add(Event::Closure { message: message_of(payload).to_owned() });
    }

    /// Records a thread that did not become idle.
    pub(crate) fn add_busy(&self, host: usize, thread: String) {
        self.add(Event::BusyThread { thread, host: self.name_of(host) });
    }

    fn name_of(&self, host: usize) -> String {
        self.hosts.get(host).cloned().unwrap_or_default()
    }

    /// Adds an event, unless nobody will take it any more, and returns its number.
    fn add(&self, event: Event) -> Option<u64> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        lock(&self.unobserved).as_mut()?.push(Unobserved { id, event });
        Some(id)
    }
}

/// A task's first poll, which is over when this is dropped.
pub(crate) struct FirstPoll {
    monitor: Arc<PanicMonitor>,
    host: usize,
}

impl Drop for FirstPoll {
    fn drop(&mut self) {
        lock(&self.monitor.unpolled)[self.host] -= 1;
        self.monitor.polled.notify_all();
    }
}

/// Puts the hook that records panics in front of all others. Returns false if somebody had replaced it.
pub(crate) fn ensure_hook() -> bool {
    hook::ensure_in_front(record)
}

/// Returns the panic that was recorded last on this thread, since the last call. If its hook was replaced,
/// or was not called (`resume_unwind`), it is recorded now.
pub(crate) fn take_last(payload: &(dyn Any + Send)) -> Option<u64> {
    LAST.take().or_else(|| {
        record_here(message_of(payload), None);
        LAST.take()
    })
}

/// Forgets the panic that [`take_last`] would return.
pub(crate) fn forget_last() {
    LAST.set(None);
}

/// Returns true if a panic on the calling thread is observed: it is a thread of this crate, and not in
/// a task of a runtime that catches the panic.
pub(crate) fn is_observed_here() -> bool {
    HERE.with_borrow(|here| here.as_ref().is_some_and(|here| here.role == Role::Observed))
        && tokio::task::try_id().is_none()
}

/// Records a panic that is passed on from a host's thread to a caller that may not be observed.
pub(crate) fn propagate(payload: &(dyn Any + Send)) {
    if !is_observed_here() {
        record_here(message_of(payload), None);
    }
}

fn record(info: &PanicHookInfo<'_>) {
    let location = info.location().map(ToString::to_string);
    if is_observed_here() {
        keep_observed(message_of(info.payload()), location);
    } else {
        record_here(message_of(info.payload()), location);
    }
    // This takes time, in which the network may go down.
    inspect_here();
}

/// Keeps a panic on a thread of this crate, for a report.
fn keep_observed(message: &str, location: Option<String>) {
    HERE.with_borrow(|here| {
        let Some(here) = here else { return };
        let thread = thread::current().name().unwrap_or("unnamed").to_owned();
        let host = here.monitor.name_of(here.host);
        let panic = Panic { thread, host, message: message.to_owned(), location };
        *lock(&here.monitor.observed) = Some(panic);
    });
}

/// Looks at the hosts of the test's network that the calling thread is in.
fn inspect_here() {
    let here = HERE.with_borrow(|here| here.as_ref().map(|h| (Arc::clone(&h.monitor), h.role)));
    let by_namespace = || by_namespace().map(|(monitor, _)| (monitor, Role::Unobserved));
    let Some((monitor, role)) = here.or_else(by_namespace) else { return };
    if monitor.test.is_some() && lock(&monitor.unobserved).is_some() {
        monitor.inspection.take_place(match role {
            Role::Observed => Moment::PanicOfBody,
            Role::Unobserved => Moment::OtherPanic,
        });
    }
}

fn record_here(message: &str, location: Option<String>) {
    let here = HERE.with_borrow(|here| here.as_ref().map(|h| (Arc::clone(&h.monitor), h.host)));
    let Some((monitor, host)) = here.or_else(by_namespace).or_else(cut_off) else { return };
    let thread = thread::current().name().unwrap_or("unnamed").to_owned();
    let panic =
        Panic { thread, message: message.to_owned(), location, host: monitor.name_of(host) };
    let id = monitor.add(Event::Panic(panic.clone()));
    LAST.set(id);
    if id.is_none() {
        charge(&LatePanic { test: monitor.test.clone(), panic });
    }
}

/// Charges a panic to the networks that are up: one of them may have given the thread its work. If there is
/// none, the next one gets it.
fn charge(late: &LatePanic) {
    let monitors: Vec<_> = lock(&MONITORS).iter().flat_map(HashMap::values).cloned().collect();
    let mut added = false;
    for monitor in monitors.iter().filter_map(Weak::upgrade) {
        added |= monitor.add(Event::Late(late.clone())).is_some();
    }
    if !added {
        late::keep(late.clone());
    }
}

/// Returns the monitor of the ended network in which the calling thread has stayed, and the index of its host.
fn cut_off() -> Option<Place> {
    let inode = namespace::inode_of_this_thread().ok()?;
    lock(&CUT_OFF).as_ref()?.get(&inode).cloned()
}

/// Returns the monitor of the network that the calling thread is in, and the index of its host.
fn by_namespace() -> Option<Place> {
    let (network, host) = registry::current()?;
    let monitor = lock(&MONITORS).as_ref()?.get(&network)?.upgrade()?;
    Some((monitor, host))
}
