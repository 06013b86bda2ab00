//! The thread that makes hosts ahead, and what it has made.

use std::os::fd::OwnedFd;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::batch::{Ahead, Size};
use super::here::{self, Here};
use super::history::History;
use super::{make, private_table, transfer};
use crate::kernel::bare::probe_report::{ProbeReport, ViewPart};
use crate::kernel::sites::mounts;
use crate::kernel::sites::namespace::MountNamespace;
use crate::variables;

/// How long a body has both processors at first: many begin with what needs several threads.
const PAUSE: Duration = Duration::from_micros(300);

/// How long what has been made is kept for a network. Namespaces are limited, for all processes of a user together: those
/// that find none wait longer than this.
const KEPT: Duration = Duration::from_secs(1);

/// How long a network waits for what is being made: longer than it takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(5);

struct Maker {
    state: Mutex<State>,
    ordered: Condvar,
    made: Condvar,
    /// The first one receives what has been made.
    sockets: [OwnedFd; 2],
    /// Where it was started.
    home: Here,
}

struct State {
    stock: Stock,
    /// True while a network waits for what is being made.
    is_awaited: bool,
}

enum Stock {
    Nothing,
    Ordered(Size, ProbeReport),
    BeingMade,
    /// It waits in the socket.
    Ready(Instant),
    /// The kernel has refused something, and would again.
    GivenUp,
}

static HISTORY: Mutex<Option<History>> = Mutex::new(None);

/// `None` if it could not be started.
static MAKER: OnceLock<Option<Maker>> = OnceLock::new();

/// Takes what has been made, if there is something; waits for what is being made.
pub(crate) fn take() -> Option<Ahead> {
    let maker = MAKER.get()?.as_ref()?;
    if Here::now() != Ok(maker.home) {
        return None;
    }
    let mut state = maker.state();
    match state.stock {
        Stock::BeingMade if !state.is_awaited => {
            state.is_awaited = true;
            let is_made = |state: &mut State| matches!(state.stock, Stock::BeingMade);
            let waited = maker.made.wait_timeout_while(state, TIMEOUT, is_made);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            state.is_awaited = false;
        }
        // It is not begun yet.
        Stock::Ordered(..) => state.stock = Stock::Nothing,
        _ => {}
    }
    let is_ready = matches!(state.stock, Stock::Ready(_));
    let received = is_ready.then(|| maker.receive(&mut state)).flatten()?;
    drop(state);
    (!here::have_changed(&received.mounts)).then_some(received.ahead)
}

/// How long a network is up: until this is dropped.
pub(crate) struct UpTime(Instant);

impl Drop for UpTime {
    fn drop(&mut self) {
        history().get_or_insert_default().goes_down(self.0.elapsed());
    }
}

/// Makes what the next network is likely to need, once one of this size has come up, unless that is not worthwhile.
pub(crate) fn came_up(size: Option<Size>, probe: &ProbeReport) -> UpTime {
    order(size, probe);
    UpTime(Instant::now())
}

fn order(size: Option<Size>, probe: &ProbeReport) {
    let mut history = history();
    let known = history.get_or_insert_default();
    known.came_up();
    let is_worthwhile = known.is_worthwhile(processors());
    drop(history);
    let Some(size) = size.filter(|_| is_worthwhile && is_possible(probe)) else { return };
    let Ok(here) = Here::now() else { return };
    if MAKER.get().is_none() && !here.is_that_of_process() {
        return;
    }
    let Some(maker) = MAKER.get_or_init(|| Maker::start(here)) else { return };
    let mut state = maker.state();
    if matches!(state.stock, Stock::Nothing) && here == maker.home {
        state.stock = Stock::Ordered(size, *probe);
        drop(state);
        maker.ordered.notify_one();
    }
}

/// Makes nothing any more: something that it takes is short.
pub(crate) fn give_up() {
    let Some(maker) = MAKER.get_or_init(|| None) else { return };
    let mut state = maker.state();
    if matches!(state.stock, Stock::Ready(_)) {
        drop(maker.receive(&mut state));
    }
    state.stock = Stock::GivenUp;
}

fn history() -> MutexGuard<'static, Option<History>> {
    HISTORY.lock().unwrap_or_else(PoisonError::into_inner)
}

fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Returns true if hosts can be made before their network is known.
fn is_possible(probe: &ProbeReport) -> bool {
    static IS_WANTED: OnceLock<bool> = OnceLock::new();
    // Read-only sysctls are writable only in the mounts of a network.
    *IS_WANTED.get_or_init(variables::is_ahead)
        && probe.supports(ViewPart::Run)
        && !mounts::are_sysctls_read_only()
}

impl Maker {
    fn start(home: Here) -> Option<Self> {
        let sockets = transfer::sockets().ok()?;
        thread::Builder::new().name("nsfixture ahead".to_owned()).spawn(run).ok()?;
        let state = State { stock: Stock::Nothing, is_awaited: false };
        let (ordered, made) = (Condvar::new(), Condvar::new());
        Some(Self { state: Mutex::new(state), ordered, made, sockets, home })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Receives what is ready, or gives up.
    fn receive(&self, state: &mut State) -> Option<make::Made> {
        let received = transfer::receive(&self.sockets[0]);
        state.stock = if received.is_ok() { Stock::Nothing } else { Stock::GivenUp };
        received.ok()
    }

    fn run(&self) {
        let Ok(()) = private_table::keep_only(&self.sockets) else {
            self.state().stock = Stock::GivenUp;
            return;
        };
        // The last reference to them, with which the kernel unmounts them: the network does not wait for that.
        let mut common = None;
        let mut state = self.state();
        loop {
            match state.stock {
                Stock::GivenUp => return,
                Stock::Ordered(..) => {
                    let waited = self.ordered.wait_timeout(state, PAUSE);
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                    // Meanwhile it may have been cancelled, and another one may have taken its place.
                    let Stock::Ordered(size, probe) = state.stock else { continue };
                    state.stock = Stock::BeingMade;
                    drop(state);
                    let made = self.make(size, &probe);
                    state = self.state();
                    if matches!(state.stock, Stock::GivenUp) || made.is_none() {
                        drop(self.receive(&mut state));
                        state.stock = Stock::GivenUp;
                    } else {
                        state.stock = Stock::Ready(Instant::now());
                    }
                    drop(state);
                    self.made.notify_one();
                    common = made;
                    state = self.state();
                }
                Stock::Ready(since) if since.elapsed() >= KEPT => {
                    let over = self.receive(&mut state);
                    // Not under the lock: the kernel unmounts everything.
                    drop(state);
                    drop(over);
                    state = self.state();
                }
                Stock::Nothing if common.is_none() => {
                    let waited = self.ordered.wait(state);
                    state = waited.unwrap_or_else(PoisonError::into_inner);
                }
                Stock::Ready(_) | Stock::Nothing | Stock::BeingMade => {
                    let waited = self.ordered.wait_timeout(state, KEPT);
                    let (woken, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
                    state = woken;
                    if timeout.timed_out() {
                        drop(state);
                        common = None;
                        state = self.state();
                    }
                }
            }
        }
    }

    /// Makes hosts, sends them, and returns the mounts that they have in common.
    fn make(&self, size: Size, probe: &ProbeReport) -> Option<Arc<MountNamespace>> {
        let made = panic::catch_unwind(AssertUnwindSafe(|| make::make(size, probe))).ok()?.ok()?;
        transfer::send(&self.sockets[1], &made).ok()?;
        Some(made.ahead.common)
    }
}

fn run() {
    if let Some(maker) = MAKER.wait() {
        maker.run();
    }
}

/// Waits until something is ready, or nothing any more. Returns true if that comes about.
#[cfg(test)]
pub(super) fn wait_until_ready(is_ready: bool) -> bool {
    const INTERVAL: Duration = Duration::from_millis(1);
    let Some(maker) = MAKER.get().and_then(Option::as_ref) else { return false };
    let (mut state, begin) = (maker.state(), Instant::now());
    while matches!(state.stock, Stock::Ready(_)) != is_ready && begin.elapsed() < 2 * TIMEOUT {
        let waited = maker.made.wait_timeout(state, INTERVAL);
        state = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
    matches!(state.stock, Stock::Ready(_)) == is_ready
}
