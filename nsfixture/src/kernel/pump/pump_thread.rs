//! The pump's loop.

use std::os::fd::RawFd;
use std::sync::Arc;

use nix::errno::Errno;
use nsfixture_plan::{Plan, SiteId};

use super::carrier::Carrier;
use super::clock::{self, Stamps};
use super::events::{Event, Events};
use super::port::Port;
use super::recorder::Recorded;
use super::shared::{Shared, State};
use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::context::Context;
use crate::kernel::packet_socket::Batch;
use crate::output;
use crate::wire::{Direction, Time};

/// The most batches that are received from a port before calls are answered: as many GSO packets as fit into its
/// buffer several times.
const MAX_BATCHES: usize = 64;

/// Everything that the thread needs. None of it depends on the thread's namespace.
pub(super) struct Pump {
    shared: Arc<Shared>,
    /// The direction of what arrives at each port.
    directions: Vec<Direction>,
    /// The port at which packets of each cable leave, by the end that they come from.
    exits: Vec<[usize; 2]>,
    carrier: Carrier,
    events: Events,
    batch: Batch,
    /// True if the kernel stamps packets.
    stamps: bool,
}

impl Pump {
    /// Opens the ports. The calling thread is in the engine's network namespace.
    pub(super) fn open(
        cx: Context<'_>,
        plan: &Plan,
        net: impl Fn(SiteId) -> Option<RawFd>,
        shared: Arc<Shared>,
    ) -> Result<Self, Error> {
        let ports = plan.ports.iter().map(|interface| Port::open(cx, interface));
        let ports = ports.collect::<Result<Vec<_>, _>>()?;
        let carrier = Carrier::open(cx, plan, net)?;
        let events = cx.attempt(Operation::Open, "epoll instance", || {
            Events::new(&shared.event, carrier.event(), &ports)
        })?;
        let directions = directions(plan);
        let mut exits = vec![[0; 2]; directions.len() / 2];
        for (port, direction) in directions.iter().enumerate() {
            exits[direction.cable][1 - direction.from] = port;
        }
        let (batch, stamps) = (Batch::new(), false);
        let mut state = shared.state();
        cx.attempt(Operation::Getsockopt, "SO_RCVBUF", || state.set_ports(ports))?;
        drop(state);
        let mut pump = Self { shared, directions, exits, carrier, events, batch, stamps };
        let shared = Arc::clone(&pump.shared);
        cx.attempt(Operation::Setsockopt, "SO_TIMESTAMPNS", || pump.stamp(&shared.state()))?;
        Ok(pump)
    }

    /// Forwards packets until the engine is stopped.
    pub(super) fn run(mut self) {
        // Without them, ports cannot be set down and up.
        let _fewer = capability::raise_ambient_set();
        if let Err(errno) = self.pump() {
            let message = format!("the engine stopped forwarding packets: {errno}");
            output::print_line(&message);
        }
    }

    fn pump(&mut self) -> Result<(), Errno> {
        let shared = Arc::clone(&self.shared);
        // Packets have none yet.
        let first = shared.state().wire.next_flap();
        self.events.set_deadline(first)?;
        loop {
            let events = self.events.wait()?;
            let mut state = shared.state();
            if state.is_stopped {
                return Ok(());
            }
            for event in &events {
                if let Event::Frames(port) = *event {
                    self.receive(port, &mut state);
                }
            }
            let is_called = events.contains(&Event::Called);
            if is_called {
                shared.hear()?;
                self.answer_calls(&mut state)?;
            }
            let called = state.called;
            let next = self.send_due(&mut state);
            let has_flaps = state.wire.next_flap().is_some();
            let has_flapped = has_flaps && state.wire.flap(clock::now());
            let next = next.into_iter().chain(state.wire.next_flap()).min();
            let unplugged = state.without_carrier();
            drop(state);
            self.events.set_deadline(next)?;
            if is_called || has_flapped || events.contains(&Event::Carrier) {
                self.follow_carriers(&unplugged);
            }
            if is_called {
                shared.answer(called);
            }
        }
    }

    /// Does what other threads have called for, after what has arrived before.
    fn answer_calls(&mut self, state: &mut State) -> Result<(), Errno> {
        for port in 0..self.directions.len() {
            // More than that has arrived since.
            (0..MAX_BATCHES).take_while(|_| self.receive(port, state)).for_each(drop);
        }
        for call in std::mem::take(&mut state.calls) {
            call(state);
        }
        self.stamp(state)
    }

    /// Receives frames at a port, and sends those that leave at once. Returns true if there may be more.
    fn receive(&mut self, port: usize, state: &mut State) -> bool {
        let Self { directions, exits, batch, .. } = self;
        let State { wire, ports, overload, recorder, .. } = state;
        // An error is that of a port that was set down (`packet_notifier`, `net/packet/af_packet.c`), or of a frame
        // of a kind that has no header.
        let Ok(is_full) = batch.receive(&ports[port]) else { return false };
        let now = clock::now();
        let stamps = self.stamps.then(|| Stamps::at(now));
        let mut outbox = Recorded::new(recorder.as_ref());
        for received in batch.frames() {
            let stamp = stamps.as_ref().zip(received.stamp);
            let arrived = stamp.map_or(now, |(stamps, stamp)| stamps.to_monotonic(stamp));
            wire.receive(directions[port], arrived, received.frame, &mut outbox);
        }
        overload.unsent += outbox.flush(|Direction { cable, from }| &ports[exits[cable][from]]);
        is_full
    }

    /// Sends everything that is due, and returns the next deadline.
    fn send_due(&mut self, state: &mut State) -> Option<Time> {
        let State { wire, ports, overload, recorder, .. } = state;
        loop {
            let (due, now) = (wire.next_deadline()?, clock::now());
            if due > now {
                return Some(due);
            }
            overload.late = overload.late.max(now - due);
            let mut outbox = Recorded::new(recorder.as_ref());
            wire.advance(now, &mut outbox);
            overload.unsent +=
                outbox.flush(|Direction { cable, from }| &ports[self.exits[cable][from]]);
        }
    }

    /// Gives the ends of cables their carriers, or takes them.
    fn follow_carriers(&mut self, unplugged: &[bool]) {
        // An interface that a test has deleted has no carrier to give.
        let _gone = self.carrier.follow(Context::in_host("engine"), |cable| unplugged[cable]);
    }

    /// Has the kernel stamp packets if that is needed: it costs time for each of them on the whole machine.
    fn stamp(&mut self, state: &State) -> Result<(), Errno> {
        let on = state.wire.needs_timestamps();
        if on != self.stamps {
            state.ports.iter().try_for_each(|port| port.stamp(on))?;
            self.stamps = on;
        }
        Ok(())
    }
}

impl Drop for Pump {
    fn drop(&mut self) {
        // After a failure, too, nobody waits for an answer.
        self.shared.stop();
        // Not under the lock: without the guardian, which closes them last, each takes the kernel about 10 ms
        // (`packet_release`, `net/packet/af_packet.c`).
        let mut state = self.shared.state();
        let (ports, held) = (std::mem::take(&mut state.ports), state.held.take());
        drop(state);
        drop(ports);
        drop(held);
    }
}

/// The direction of frames that arrive at each port of the engine.
fn directions(plan: &Plan) -> Vec<Direction> {
    let mut directions = vec![Direction { cable: 0, from: 0 }; plan.ports.len()];
    let wires = plan.cables.iter().filter_map(|cable| cable.wire.as_ref());
    for (cable, wire) in wires.enumerate() {
        for (from, port) in wire.ports.into_iter().enumerate() {
            directions[port] = Direction { cable, from };
        }
    }
    directions
}
