//! Panics that nobody would hear of: in a thread that is not joined, in a task that is not
//! awaited. A hook sees every panic of the process; the network namespace of the thread that it
//! happens on tells whose it is.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, OnceLock, PoisonError, Weak};
use std::thread;

use crate::kernel::namespace;
use crate::kernel::threads::{Known, PATIENCE, Restless};

/// What is watched of one network.
pub(crate) struct Watch {
    names: Vec<String>,
    strays: Mutex<Vec<Stray>>,
    /// For each node how many of its tasks have not been polled yet.
    unpolled: Mutex<Vec<usize>>,
    polled: Condvar,
    /// The network, for the room that knows what one is.
    network: OnceLock<Weak<dyn Any + Send + Sync>>,
}

/// Something in a network that nobody has heard of yet.
pub(crate) struct Stray {
    id: u64,
    node: String,
    what: What,
}

enum What {
    Panic {
        thread: String,
        message: String,
    },
    /// A thread or a task, so described, has gone on computing: perhaps it is about to fail.
    Restless(String),
}

impl fmt::Display for Stray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let node = &self.node;
        match &self.what {
            What::Panic { thread, message } => write!(
                f,
                "a panic in node `{node}`, on thread `{thread}`, that nobody joined: {message}"
            ),
            What::Restless(who) => write!(
                f,
                "{who} in node `{node}` was still computing {PATIENCE:?} after the body had ended, \
                 so whether it fails is not known: join it, or write `unobserved_panics = \"allow\"`"
            ),
        }
    }
}

impl Stray {
    /// Whether it is a panic.
    pub(crate) fn is_panic(&self) -> bool {
        matches!(self.what, What::Panic { .. })
    }

    /// Whether it is a panic with the text of this payload.
    pub(crate) fn is_panic_with(&self, payload: &(dyn Any + Send)) -> bool {
        let What::Panic { message, .. } = &self.what else { return false };
        let rest = message_of(payload).and_then(|text| message.strip_prefix(text));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(", at "))
    }
}

/// The networks that are watched, by the number of each node's namespace.
static WATCHED: Mutex<Option<HashMap<u64, Watched>>> = Mutex::new(None);

/// A network, and the place of one of its nodes.
type Watched = (Weak<Watch>, usize);

thread_local! {
    static HERE: RefCell<Option<Here>> = const { RefCell::new(None) };
    static LAST: Cell<Option<u64>> = const { Cell::new(None) };
}

struct Here {
    watch: Arc<Watch>,
    node: usize,
    role: Role,
    _known: Option<Known>,
}

/// Who hears of a panic on a thread of this crate's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Whoever waits for what the thread does.
    Heard,
    /// Perhaps nobody: a thread of a runtime.
    Pool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept under these locks is whole after every statement.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// Begins to watch a network: for each node its name and its namespace's number.
    pub(crate) fn begin(nodes: impl Iterator<Item = (String, u64)>) -> Arc<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                record(info);
                before(info);
            }));
        });
        let (names, numbers): (Vec<_>, Vec<_>) = nodes.unzip();
        let watch = Arc::new(Self {
            unpolled: Mutex::new(vec![0; names.len()]),
            names,
            strays: Mutex::default(),
            polled: Condvar::new(),
            network: OnceLock::new(),
        });
        let mut watched = lock(&WATCHED);
        for (node, number) in numbers.into_iter().enumerate() {
            watched.get_or_insert_default().insert(number, (Arc::downgrade(&watch), node));
        }
        watch
    }

    /// Whose network it is; it is told once.
    pub(crate) fn is_of<N: Any + Send + Sync>(&self, network: &Arc<N>) {
        let network: Weak<N> = Arc::downgrade(network);
        self.network.get_or_init(|| network);
    }

    /// The network, if it is still there.
    pub(crate) fn network<N: Any + Send + Sync>(&self) -> Option<Arc<N>> {
        self.network.get()?.upgrade()?.downcast().ok()
    }

    /// Stops watching: the numbers may be another network's from now on.
    pub(crate) fn end(self: &Arc<Self>) {
        if let Some(watched) = lock(&WATCHED).as_mut() {
            watched.retain(|_, (other, _)| !std::ptr::eq(other.as_ptr(), Arc::as_ptr(self)));
        }
    }

    /// Makes the calling thread one of a node's, for good.
    pub(crate) fn on_this_thread(self: &Arc<Self>, node: usize, role: Role) {
        // Somebody else's thread may wait for one that runs a closure.
        let known = (role == Role::Pool).then(Known::this_thread);
        let here = Here { watch: Arc::clone(self), node, role, _known: known };
        HERE.set(Some(here));
    }

    /// The panics that nobody has heard of.
    pub(crate) fn take_strays(&self) -> Vec<Stray> {
        std::mem::take(&mut *lock(&self.strays))
    }

    /// A panic of which a caller hears now, though perhaps nobody hears of the caller's.
    pub(crate) fn heard(&self, id: u64) {
        lock(&self.strays).retain(|stray| stray.id != id);
    }

    /// A task of a node that has not begun yet.
    pub(crate) fn expect_poll(self: &Arc<Self>, node: usize) -> FirstPoll {
        lock(&self.unpolled)[node] += 1;
        FirstPoll { watch: Arc::clone(self), node }
    }

    /// Waits until every task has begun, and either ended or waits for something.
    pub(crate) fn wait_for_first_polls(&self) {
        let any = |unpolled: &mut Vec<usize>| unpolled.iter().any(|&tasks| tasks > 0);
        let waited = self.polled.wait_timeout_while(lock(&self.unpolled), PATIENCE, any);
        let (unpolled, _) = waited.unwrap_or_else(PoisonError::into_inner);
        for (node, _) in unpolled.iter().enumerate().filter(|&(_, &tasks)| tasks > 0) {
            self.add(node, What::Restless("a task".to_owned()));
        }
    }

    /// Notes a thread that did not come to rest in the node whose network has this place.
    pub(crate) fn add_restless(&self, node: usize, thread: &Restless) {
        self.add(node, What::Restless(format!("the thread `{}`", thread.name)));
    }

    fn add(&self, node: usize, what: What) -> u64 {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let node = self.names.get(node).cloned().unwrap_or_default();
        lock(&self.strays).push(Stray { id, node, what });
        id
    }
}

/// A task's first poll, which is over when this is dropped.
pub(crate) struct FirstPoll {
    watch: Arc<Watch>,
    node: usize,
}

impl Drop for FirstPoll {
    fn drop(&mut self) {
        lock(&self.watch.unpolled)[self.node] -= 1;
        self.watch.polled.notify_all();
    }
}

/// The stray that was recorded last on this thread since the last call.
pub(crate) fn take_last() -> Option<u64> {
    LAST.take()
}

/// Begins anew with what [`take_last`] gives.
pub(crate) fn forget_last() {
    LAST.set(None);
}

/// Whether a panic on the calling thread is heard of: it is one of this crate's, and not in a
/// task of a runtime that catches it.
pub(crate) fn is_heard_here() -> bool {
    HERE.with_borrow(|here| here.as_ref().is_some_and(|here| here.role == Role::Heard))
        && tokio::task::try_id().is_none()
}

/// Notes a panic that goes on from a node's thread to a caller of whom perhaps nobody hears.
pub(crate) fn pass_on(payload: &(dyn Any + Send)) {
    if !is_heard_here() {
        record_here(message_of(payload).unwrap_or("(no text)"));
    }
}

/// The text of a panic, if it has one.
pub(crate) fn message_of(payload: &(dyn Any + Send)) -> Option<&str> {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&'static str>().copied())
}

fn record(info: &PanicHookInfo<'_>) {
    if is_heard_here() {
        return;
    }
    let text = message_of(info.payload()).unwrap_or("(no text)");
    match info.location() {
        Some(location) => record_here(&format!("{text}, at {location}")),
        None => record_here(text),
    }
}

fn record_here(message: &str) {
    let here = HERE.with_borrow(|here| here.as_ref().map(|h| (Arc::clone(&h.watch), h.node)));
    if let Some((watch, node)) = here.or_else(by_namespace) {
        let thread = thread::current().name().unwrap_or("unnamed").to_owned();
        let id = watch.add(node, What::Panic { thread, message: message.to_owned() });
        LAST.set(Some(id));
    }
}

/// What is watched of the network that the calling thread is in, and the place of its node.
pub(crate) fn by_namespace() -> Option<(Arc<Watch>, usize)> {
    let number = namespace::inode_of_this_thread().ok()?;
    let watched = lock(&WATCHED);
    let (watch, node) = watched.as_ref()?.get(&number)?;
    Some((watch.upgrade()?, *node))
}
