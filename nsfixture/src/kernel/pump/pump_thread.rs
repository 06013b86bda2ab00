//! The pump's loop.

use std::os::fd::RawFd;
use std::sync::Arc;

use nix::errno::Errno;
use nsfixture_plan::{Plan, SiteId};

use super::batch::Batch;
use super::carrier::Carrier;
use super::clock::{self, Stamps};
use super::engine::{self, Shared, State};
use super::events::{Event, Events};
use super::outbox::Outbox;
use super::port::Port;
use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::context::Context;
use crate::output;
use crate::wire::{Direction, Time};

/// Everything that the thread needs. None of it depends on the thread's namespace.
pub(super) struct Pump {
    shared: Arc<Shared>,
    ports: Vec<Port>,
    /// The direction of what arrives at each port.
    directions: Vec<Direction>,
    /// The port at which packets of each cable leave, by the end that they come from.
    exits: Vec<[usize; 2]>,
    carrier: Option<Carrier>,
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
            Events::new(&shared.call, carrier.as_ref(), &ports)
        })?;
        let directions = engine::directions(plan);
        let mut exits = vec![[0; 2]; directions.len() / 2];
        for (port, direction) in directions.iter().enumerate() {
            exits[direction.cable][1 - direction.from] = port;
        }
        let (batch, stamps) = (Batch::new(), false);
        let mut pump = Self { shared, ports, directions, exits, carrier, events, batch, stamps };
        let needed = pump.shared.state().wire.needs_timestamps();
        cx.attempt(Operation::Setsockopt, "SO_TIMESTAMPNS", || pump.stamp(needed))?;
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
        self.shared.stop();
    }

    fn pump(&mut self) -> Result<(), Errno> {
        let shared = Arc::clone(&self.shared);
        loop {
            let events = self.events.wait()?;
            if events.iter().any(|event| matches!(event, Event::Called | Event::Carrier)) {
                self.follow_carriers();
            }
            let mut state = shared.state();
            if state.is_stopped {
                return Ok(());
            }
            if events.contains(&Event::Called) {
                engine::hear(&shared.call)?;
                self.stamp(state.wire.needs_timestamps())?;
            }
            for event in events {
                if let Event::Frames(port) = event {
                    self.receive(port, &mut state);
                }
            }
            let next = self.send_due(&mut state);
            drop(state);
            self.events.set_deadline(next)?;
        }
    }

    /// Receives frames at a port, and sends those that leave at once.
    fn receive(&mut self, port: usize, state: &mut State) {
        let Self { ports, directions, exits, batch, .. } = self;
        if batch.receive(&ports[port]).is_err() {
            // The port was set down (`packet_notifier`, `net/packet/af_packet.c`), or the frame is of a
            // kind that has no header.
            return;
        }
        let now = clock::now();
        let stamps = self.stamps.then(|| Stamps::at(now));
        let mut outbox = Outbox::new();
        for received in batch.frames() {
            let stamp = stamps.as_ref().zip(received.stamp);
            let arrived = stamp.map_or(now, |(stamps, stamp)| stamps.to_monotonic(stamp));
            state.wire.receive(directions[port], arrived, received.frame, &mut outbox);
        }
        state.overload.unsent +=
            outbox.flush(|Direction { cable, from }| &ports[exits[cable][from]]);
        if let Some(overruns) = batch.overruns() {
            state.overload.overruns[port] = overruns;
        }
    }

    /// Sends everything that is due, and returns the next deadline.
    fn send_due(&mut self, state: &mut State) -> Option<Time> {
        let Self { ports, exits, .. } = self;
        while state.wire.next_deadline()? <= clock::now() {
            let mut outbox = Outbox::new();
            state.wire.advance(clock::now(), &mut outbox);
            state.overload.unsent +=
                outbox.flush(|Direction { cable, from }| &ports[exits[cable][from]]);
        }
        state.wire.next_deadline()
    }

    /// Gives the ends of cables their carriers, or takes them.
    fn follow_carriers(&mut self) {
        let (unplugged, asked) = {
            let state = self.shared.state();
            (state.unplugged.clone(), state.asked)
        };
        if let Some(carrier) = &mut self.carrier {
            // An interface that a test has deleted has no carrier to give.
            let cx = Context::in_host("engine");
            let _gone = carrier.follow(cx, |cable| unplugged[cable]);
        }
        self.shared.answer(asked);
    }

    /// Has the kernel stamp packets, or not: it costs time for each of them on the whole machine.
    fn stamp(&mut self, on: bool) -> Result<(), Errno> {
        if on != self.stamps {
            self.ports.iter().try_for_each(|port| port.stamp(on))?;
            self.stamps = on;
        }
        Ok(())
    }
}
