//! The engine of a network: the site in the middle of cables that can be impaired, and its pump.

use std::os::fd::RawFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use nix::errno::Errno;
use nix::sys::eventfd::{EfdFlags, EventFd};
use nsfixture_plan::{Impairment, Plan, SiteId};

use super::clock;
use super::pump_thread::Pump;
use crate::error::{Error, Operation};
use crate::fault_counters::FaultCounters;
use crate::kernel::context::Context;
use crate::kernel::sites::site::Site;
use crate::wire::{Direction, Senders, Wire};

/// The engine of a network that is up. When it is dropped, nothing passes any more.
pub(crate) struct Engine {
    site: Arc<Site>,
    /// The place of each cable of the plan in the wire.
    cables: Vec<Option<usize>>,
    shared: Arc<Shared>,
}

/// What the pump shares with the network's handles.
pub(super) struct Shared {
    state: Mutex<State>,
    answered: Condvar,
    pub(super) call: EventFd,
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
}

/// What the kernel could not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Overload {
    /// For each port the frames for which its receive buffer had no room, each perhaps a GSO packet.
    pub(crate) overruns: Vec<u32>,
    /// Wire packets that could not be sent.
    pub(crate) unsent: u64,
}

impl Overload {
    /// Returns true if everything was taken.
    pub(crate) fn is_none(&self) -> bool {
        self.unsent == 0 && self.overruns.iter().all(|&overruns| overruns == 0)
    }
}

impl Shared {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends everything: nothing is sent any more, for the pump sends under this lock.
    pub(super) fn stop(&self) {
        self.state().is_stopped = true;
        self.answered.notify_all();
    }

    /// Lets those go on who have called up to then.
    pub(super) fn answer(&self, called: u64) {
        self.state().answered = called;
        self.answered.notify_all();
    }

    fn wake(&self) {
        // It fails only if nobody has read 2^64 - 1 calls.
        let _is_called = self.call.write(1);
    }

    /// Has the pump do something, once it has handled what has arrived and before what arrives later. Returns
    /// when it is done, and the ends of all cables have their carriers; or `None` if the pump has stopped.
    fn call<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut State) -> T + Send + 'static,
    ) -> Option<T> {
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
        receiver.try_recv().ok()
    }
}

impl Engine {
    /// Starts the pump. On return every packet that arrives at a port is handled.
    ///
    /// `net` gives the network namespace of each site as an open file descriptor.
    ///
    /// # Errors
    /// Returns an error if the kernel refuses an operation.
    pub(crate) fn start(
        cx: Context<'_>,
        site: Arc<Site>,
        plan: &Plan,
        net: impl Fn(SiteId) -> Option<RawFd> + Send,
        seed: u64,
    ) -> Result<Self, Error> {
        let mut wire = Wire::new(seed);
        let mut cables = vec![None; plan.cables.len()];
        for (cable, planned) in plan.cables.iter().enumerate() {
            if let Some(planned_wire) = &planned.wire {
                let mtu = plan.interface(planned.ends[0]).mtu;
                let impairments = planned_wire.impairments.clone();
                cables[cable] = Some(wire.add_cable(&plan.cable_name(cable), mtu, impairments));
            }
        }
        let call = cx.attempt(Operation::Open, "eventfd", || {
            EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)
        })?;
        let state = Mutex::new(State {
            wire,
            is_stopped: false,
            unplugged: vec![false; plan.ports.len() / 2],
            calls: Vec::new(),
            called: 0,
            answered: 0,
            overload: Overload { overruns: vec![0; plan.ports.len()], unsent: 0 },
        });
        let shared = Arc::new(Shared { state, answered: Condvar::new(), call });
        let engine = Self { site, cables, shared: Arc::clone(&shared) };
        let pump = engine.site.net().inside(cx, || Pump::open(cx, plan, net, shared))?;
        cx.attempt_io(Operation::StartThread, "to forward packets", || {
            thread::Builder::new().name("nsfixture wire".to_owned()).spawn(|| pump.run())
        })?;
        Ok(engine)
    }

    /// Returns the direction of packets that come from an end of a cable; `None` if the cable is plain.
    fn direction(&self, cable: usize, from: usize) -> Option<Direction> {
        Some(Direction { cable: self.cables[cable]?, from })
    }

    /// Unplugs a cable, or plugs it in again. On return its ends have no carrier, or the carrier that the
    /// other end gives them.
    pub(crate) fn set_unplugged(&self, cable: usize, is_unplugged: bool) {
        if let Some(cable) = self.cables[cable] {
            self.shared.call(move |state| state.unplugged[cable] = is_unplugged);
        }
    }

    /// Returns once the ends of all cables have the carriers that their other ends give them now.
    pub(crate) fn follow_carriers(&self) {
        self.shared.call(|_| ());
    }

    /// Sets what a direction of a cable does to packets that are sent from now on.
    pub(crate) fn set(&self, cable: usize, from: usize, impairment: Impairment) {
        if let Some(direction) = self.direction(cable, from) {
            self.shared.call(move |state| state.wire.set(direction, impairment, clock::now()));
        }
    }

    /// Loses the packets of hosts: for each cable and the end that the packets come from, those of these senders
    /// and no others, from now on.
    pub(crate) fn block(&self, senders: Vec<(usize, usize, Senders)>) {
        let directions = senders
            .into_iter()
            .filter_map(|(cable, from, senders)| Some((self.direction(cable, from)?, senders)));
        let directions: Vec<(Direction, Senders)> = directions.collect();
        self.shared.call(move |state| {
            for (direction, senders) in directions {
                state.wire.block(direction, senders);
            }
        });
    }

    /// Returns what has happened to the packets of a direction that have been sent so far.
    pub(crate) fn fault_counters(&self, cable: usize, from: usize) -> FaultCounters {
        let Some(direction) = self.direction(cable, from) else { return FaultCounters::default() };
        let counters = self.shared.call(move |state| state.wire.counters(direction));
        counters.unwrap_or_else(|| self.shared.state().wire.counters(direction))
    }

    /// Returns true if packets are on their way.
    pub(crate) fn has_packets_in_flight(&self) -> bool {
        self.shared.state().wire.next_deadline().is_some()
    }

    /// Stops forwarding: nothing passes any more. The pump closes its sockets in the background, each of
    /// which takes the kernel about 10 ms (`packet_release`, `net/packet/af_packet.c`).
    pub(crate) fn stop(&self) {
        self.shared.stop();
        self.shared.wake();
    }

    pub(crate) fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Returns what the kernel could not take so far.
    pub(crate) fn overload(&self) -> Overload {
        self.shared.state().overload.clone()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The direction of frames that arrive at each port of the engine.
pub(super) fn directions(plan: &Plan) -> Vec<Direction> {
    let mut directions = vec![Direction { cable: 0, from: 0 }; plan.ports.len()];
    let wires = plan.cables.iter().filter_map(|cable| cable.wire.as_ref());
    for (cable, wire) in wires.enumerate() {
        for (from, port) in wire.ports.into_iter().enumerate() {
            directions[port] = Direction { cable, from };
        }
    }
    directions
}

/// Discards calls that have been made.
pub(super) fn hear(call: &EventFd) -> Result<(), Errno> {
    match call.read() {
        Err(Errno::EAGAIN) => Ok(()),
        read => read.map(drop),
    }
}
