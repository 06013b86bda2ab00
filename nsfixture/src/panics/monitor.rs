//! Recording panics.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError, Weak};
use std::thread;

use super::message::message_of;
use super::unobserved::{Event, Unobserved};
use crate::kernel::threads::{BusyThread, CPU_TIME_LIMIT, OwnThread};
use crate::registry::{self, NetworkId};

/// The unobserved panics of one network.
pub(crate) struct PanicMonitor {
    hosts: Vec<String>,
    unobserved: Mutex<Vec<Unobserved>>,
    /// For each host the number of its tasks that have not been polled yet.
    unpolled: Mutex<Vec<usize>>,
    polled: Condvar,
}

/// The monitors of the networks that are up.
static MONITORS: Mutex<Option<HashMap<NetworkId, Weak<PanicMonitor>>>> = Mutex::new(None);

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
    /// Starts to monitor a network with these hosts.
    pub(crate) fn start(network: NetworkId, hosts: Vec<String>) -> Arc<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                record(info);
                before(info);
            }));
        });
        let monitor = Arc::new(Self {
            unpolled: Mutex::new(vec![0; hosts.len()]),
            hosts,
            unobserved: Mutex::default(),
            polled: Condvar::new(),
        });
        lock(&MONITORS).get_or_insert_default().insert(network, Arc::downgrade(&monitor));
        monitor
    }

    /// Stops monitoring a network.
    pub(crate) fn stop(network: NetworkId) {
        lock(&MONITORS).get_or_insert_default().remove(&network);
    }

    /// Makes the calling thread one of a host's, for good.
    pub(crate) fn adopt_this_thread(self: &Arc<Self>, host: usize, role: Role) {
        // A foreign thread may be waiting for one that runs a closure.
        let own = (role == Role::Unobserved).then(OwnThread::register);
        HERE.set(Some(Here { monitor: Arc::clone(self), host, role, _own: own }));
    }

    /// Returns what has not been observed, and forgets it.
    pub(crate) fn take_unobserved(&self) -> Vec<Unobserved> {
        std::mem::take(&mut *lock(&self.unobserved))
    }

    /// Marks a panic as observed by a caller.
    pub(crate) fn mark_observed(&self, id: u64) {
        lock(&self.unobserved).retain(|unobserved| unobserved.id != id);
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
            self.add(host, Event::PendingTask);
        }
    }

    /// Records a thread that did not become idle.
    pub(crate) fn add_busy(&self, host: usize, thread: &BusyThread) {
        self.add(host, Event::BusyThread(thread.name.clone()));
    }

    fn add(&self, host: usize, event: Event) -> u64 {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let host = self.hosts.get(host).cloned().unwrap_or_default();
        lock(&self.unobserved).push(Unobserved { id, host, event });
        id
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

/// Returns the panic that was recorded last on this thread, since the last call.
pub(crate) fn take_last() -> Option<u64> {
    LAST.take()
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
    if !is_observed_here() {
        record_here(message_of(info.payload()), info.location().map(ToString::to_string));
    }
}

fn record_here(message: &str, location: Option<String>) {
    let here = HERE.with_borrow(|here| here.as_ref().map(|h| (Arc::clone(&h.monitor), h.host)));
    if let Some((monitor, host)) = here.or_else(by_namespace) {
        let thread = thread::current().name().unwrap_or("unnamed").to_owned();
        let message = message.to_owned();
        LAST.set(Some(monitor.add(host, Event::Panic { thread, message, location })));
    }
}

/// Returns the monitor of the network that the calling thread is in, and the index of its host.
fn by_namespace() -> Option<(Arc<PanicMonitor>, usize)> {
    let (network, host) = registry::current()?;
    let monitor = lock(&MONITORS).as_ref()?.get(&network)?.upgrade()?;
    Some((monitor, host))
}
