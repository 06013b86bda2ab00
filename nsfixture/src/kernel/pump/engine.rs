//! The engine of a network: the site in the middle of cables that can be impaired, and its pump.

use std::os::fd::{AsFd as _, AsRawFd as _, RawFd};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use nix::sys::eventfd::{EfdFlags, EventFd};
use nsfixture_plan::{Impairment, PacketRule, Plan, SiteId};

use super::clock;
use super::pump_thread::Pump;
use super::recorder::Recorder;
use super::shared::{Overload, Shared};
use crate::error::{Error, Operation};
use crate::fault_counters::FaultCounters;
use crate::kernel::capture::Recording;
use crate::kernel::context::Context;
use crate::kernel::guardian;
use crate::kernel::sites::site::Site;
use crate::rule_counters::RuleCounters;
use crate::wire::{Barrier, Direction, Notes, Origin, Wire};

/// The engine of a network that is up. When it is dropped, nothing passes any more.
pub(crate) struct Engine {
    site: Arc<Site>,
    /// The place of each cable of the plan in the wire.
    cables: Vec<Option<usize>>,
    shared: Arc<Shared>,
    /// When it was started.
    started: Instant,
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
        origin: Origin<'_>,
    ) -> Result<Self, Error> {
        let mut wire = Wire::new(origin.seed);
        let mut cables = vec![None; plan.cables.len()];
        for (cable, planned) in plan.cables.iter().enumerate() {
            if let Some(planned_wire) = &planned.wire {
                let mtu = plan.interface(planned.ends[0]).mtu;
                let (name, impairments) =
                    (plan.cable_name(cable), planned_wire.impairments.clone());
                let added = wire.add_cable(&name, mtu, impairments);
                for from in [0, 1] {
                    let replayed = origin.replayed.map(|fates| (fates, plan.sender(cable, from)));
                    if let Some(fates) = replayed.and_then(|(all, at)| all.direction(&name, &at)) {
                        wire.replay(Direction { cable: added, from }, fates);
                    }
                }
                cables[cable] = Some(added);
            }
        }
        let event = cx.attempt(Operation::Open, "eventfd", || {
            EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)
        })?;
        let shared = Arc::new(Shared::new(wire, plan.ports.len() / 2, event));
        let mut engine =
            Self { site, cables, shared: Arc::clone(&shared), started: Instant::now() };
        let pump = engine.site.net().inside(cx, || Pump::open(cx, plan, net, shared))?;
        engine.shared.state().wire.start(clock::now());
        engine.started = Instant::now();
        cx.attempt_io(Operation::StartThread, "to forward packets", || {
            thread::Builder::new().name("nsfixture wire".to_owned()).spawn(|| pump.run())
        })?;
        Ok(engine)
    }

    /// Has the guardian hold the ports as well: the end of this process does not wait until they are closed.
    pub(crate) fn hold_ports(&self) {
        let mut state = self.shared.state();
        let ports: Vec<RawFd> = state.ports.iter().map(|port| port.as_fd().as_raw_fd()).collect();
        state.held = guardian::hold(&ports);
    }

    /// Records from now on what arrives at hosts, and what does not.
    pub(crate) fn record(&self, plan: &Plan, recording: &Arc<Recording>) {
        self.shared.state().recorder = Some(Recorder::new(plan, recording));
    }

    /// Waits until what is being forwarded has been recorded.
    pub(crate) fn finish_records(&self) {
        // The pump records under this lock.
        drop(self.shared.state());
    }

    /// Returns the direction of packets that come from an end of a cable that can be impaired.
    fn direction(&self, cable: usize, from: usize) -> Direction {
        Direction { cable: self.cables[cable].expect("the cable has an engine"), from }
    }

    /// Unplugs a cable, or plugs it in again. On return its ends have no carrier, or the carrier that the
    /// other end gives them.
    pub(crate) fn set_unplugged(&self, cable: usize, is_unplugged: bool) -> Result<(), Error> {
        let Direction { cable, .. } = self.direction(cable, 0);
        self.shared.call(move |state| state.unplugged[cable] = is_unplugged)
    }

    /// Returns once the ends of all cables have the carriers that their other ends give them now.
    pub(crate) fn follow_carriers(&self) -> Result<(), Error> {
        self.shared.call(|_| ())
    }

    /// Sets what a direction of a cable does to packets that are sent from now on.
    pub(crate) fn set(
        &self,
        cable: usize,
        from: usize,
        impairment: Impairment,
    ) -> Result<(), Error> {
        let direction = self.direction(cable, from);
        self.shared.call(move |state| state.wire.set(direction, impairment, clock::now()))
    }

    /// Sets what partitions do from now on, for each cable and the end that packets come from.
    pub(crate) fn block(&self, barriers: Vec<(usize, usize, Barrier)>) -> Result<(), Error> {
        let directions = barriers
            .into_iter()
            .map(|(cable, from, barrier)| (self.direction(cable, from), barrier));
        let directions: Vec<(Direction, Barrier)> = directions.collect();
        self.shared.call(move |state| {
            for (direction, barrier) in directions {
                state.wire.block(direction, barrier);
            }
        })
    }

    /// Returns what has happened to the packets of a direction that have been sent so far.
    pub(crate) fn fault_counters(&self, cable: usize, from: usize) -> Result<FaultCounters, Error> {
        let direction = self.direction(cable, from);
        self.shared.call(move |state| state.wire.counters(direction))
    }

    /// Returns what rules have done to the packets of a direction that have been sent so far: those that are active, or
    /// others.
    pub(crate) fn rule_counters(
        &self,
        cable: usize,
        from: usize,
        rules: Option<Vec<PacketRule>>,
    ) -> Result<Vec<RuleCounters>, Error> {
        let direction = self.direction(cable, from);
        self.shared.call(move |state| state.wire.rule_counters(direction, rules.as_deref()))
    }

    /// Returns what rules have done to the packets of a direction until the engine was stopped.
    pub(crate) fn last_rule_counters(
        &self,
        cable: usize,
        from: usize,
        rules: &[PacketRule],
    ) -> Vec<RuleCounters> {
        self.shared.state().wire.rule_counters(self.direction(cable, from), Some(rules))
    }

    /// Returns what has happened to the packets of a direction until the engine was stopped.
    pub(crate) fn last_counters(&self, cable: usize, from: usize) -> FaultCounters {
        self.shared.state().wire.counters(self.direction(cable, from))
    }

    /// Returns what has happened by chance to the packets that have been sent so far, in each direction of each cable that
    /// can be impaired, in the order of the plan.
    pub(crate) fn notes(&self) -> Result<Vec<[Notes; 2]>, Error> {
        self.shared.call(|state| copy_notes(&state.wire))
    }

    /// Returns what has happened by chance until the engine was stopped.
    pub(crate) fn last_notes(&self) -> Vec<[Notes; 2]> {
        copy_notes(&self.shared.state().wire)
    }

    /// Returns true if packets are on their way.
    pub(crate) fn has_packets_in_flight(&self) -> bool {
        self.shared.state().wire.next_deadline().is_some()
    }

    /// Stops forwarding: nothing passes any more. The pump closes its sockets in the background, and the guardian after
    /// it, if it holds them.
    pub(crate) fn stop(&self) {
        self.shared.stop();
        self.shared.wake();
    }

    /// Returns when the engine was started: times of faults count from then.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    pub(crate) fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Returns what the kernel could not take until the engine was stopped.
    pub(crate) fn overload(&self) -> Overload {
        self.shared.state().overload.clone()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
    }
}

fn copy_notes(wire: &Wire) -> Vec<[Notes; 2]> {
    wire.notes().map(|directions| directions.map(Clone::clone)).collect()
}
