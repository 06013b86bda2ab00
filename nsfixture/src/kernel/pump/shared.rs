//! What the pump's thread and the network's handles share.

use std::cell::Cell;
use std::os::fd::OwnedFd;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::eventfd::EventFd;

use super::port::Port;
use super::recorder::Recorder;
use crate::error::{Error, Kind};
use crate::wire::Wire;

/// What the pump shares with the network's handles.
pub(super) struct Shared {
    state: Mutex<State>,
    answered: Condvar,
    /// Written to when there are calls.
    pub(super) event: EventFd,
}

/// What the pump does for another thread.
pub(super) type Call = Box<dyn FnOnce(&mut State) + Send>;

pub(super) struct State {
    pub(super) wire: Wire,
    pub(super) is_stopped: bool,
    /// Which cables are unplugged.
    pub(super) unplugged: Vec<bool>,
    /// What other threads have called for, and how many calls there have been and have been answered.
    pub(super) calls: Vec<Call>,
    pub(super) called: u64,
    pub(super) answered: u64,
    pub(super) overload: Overload,
    /// Here, so that what had no room can be counted once the pump is stopped. Without any, it has closed them.
    pub(super) ports: Vec<Port>,
    /// While it exists, the guardian holds them as well.
    pub(super) held: Option<OwnedFd>,
    pub(super) recorder: Option<Recorder>,
}

/// What the kernel could not take, and how late the pump was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overload {
    /// The frames for which the receive buffers had no room, each perhaps a GSO packet.
    pub(crate) overruns: u64,
    /// True if the kernel grants smaller buffers than bursts need.
    pub(crate) is_room_limited: bool,
    /// Wire packets that could not be sent.
    pub(crate) unsent: u64,
    /// By how much packets left late at the most: the machine was busy, or suspended.
    pub(crate) late: Duration,
}

thread_local! {
    static IS_IN_CLOSURE: Cell<bool> = const { Cell::new(false) };
}

/// Calls the closure of a rule on the pump's thread.
pub(crate) fn in_closure<T>(call: impl FnOnce() -> T) -> T {
    /// Also after a panic.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            IS_IN_CLOSURE.set(false);
        }
    }
    IS_IN_CLOSURE.set(true);
    let _end = End;
    call()
}

impl Shared {
    /// Creates what is shared for a number of cables. `event` wakes the pump.
    pub(super) fn new(wire: Wire, cables: usize, event: EventFd) -> Self {
        let state = State {
            wire,
            is_stopped: false,
            unplugged: vec![false; cables],
            calls: Vec::new(),
            called: 0,
            answered: 0,
            overload: Overload::default(),
            ports: Vec::new(),
            held: None,
            recorder: None,
        };
        Self { state: Mutex::new(state), answered: Condvar::new(), event }
    }

    /// Locks what is shared.
    ///
    /// # Panics
    /// Panics in the closure of a rule, during which the pump has locked it.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        assert!(
            !IS_IN_CLOSURE.get(),
            "the closure of a rule cannot use the network: all cables wait until it returns"
        );
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends everything: nothing is sent any more, for the pump sends under this lock.
    pub(super) fn stop(&self) {
        let mut state = self.state();
        state.is_stopped = true;
        state.count_overruns();
        drop(state);
        self.answered.notify_all();
    }

    /// Lets those go on who have called up to then.
    pub(super) fn answer(&self, called: u64) {
        self.state().answered = called;
        self.answered.notify_all();
    }

    /// Wakes the pump.
    pub(super) fn wake(&self) {
        // It fails only if nobody has read 2^64 - 1 calls.
        let _is_called = self.event.write(1);
    }

    /// Discards what has woken the pump.
    pub(super) fn hear(&self) -> Result<(), Errno> {
        match self.event.read() {
            Err(Errno::EAGAIN) => Ok(()),
            read => read.map(drop),
        }
    }

    /// Has the pump do something, once it has handled what has arrived and before what arrives later. Returns
    /// when it is done, and the ends of all cables have their carriers.
    ///
    /// # Errors
    /// Returns an error if the pump has stopped: the network goes down.
    pub(super) fn call<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut State) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = mpsc::channel();
        let mut state = self.state();
        state.calls.push(Box::new(move |state| {
            let _is_awaited = sender.send(act(state));
        }));
        state.called += 1;
        let called = state.called;
        self.wake();
        let is_waiting = |state: &mut State| state.answered < called && !state.is_stopped;
        drop(self.answered.wait_while(state, is_waiting));
        receiver.try_recv().map_err(|_| Kind::Down { host: None }.into())
    }
}

impl State {
    /// Returns for each cable whether its ends have no carrier: it is unplugged, or flaps.
    pub(super) fn without_carrier(&self) -> Vec<bool> {
        let cables = self.unplugged.iter().enumerate();
        cables.map(|(cable, unplugged)| *unplugged || self.wire.is_flapped(cable)).collect()
    }

    /// Counts what had no room up to now.
    fn count_overruns(&mut self) {
        let overruns = self.ports.iter().filter_map(|port| port.take_overruns().ok());
        self.overload.overruns += overruns.map(u64::from).sum::<u64>();
    }

    /// Sets the ports, two for each cable.
    pub(super) fn set_ports(&mut self, ports: Vec<Port>) -> Result<(), Errno> {
        for port in &ports {
            self.overload.is_room_limited |= !port.has_enough_room()?;
        }
        self.ports = ports;
        Ok(())
    }
}
