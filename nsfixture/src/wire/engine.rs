//! All cables.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use nsfixture_plan::{DirectionFates, Impairment, PacketRule};

use crate::fault_counters::FaultCounters;
use crate::rule_counters::RuleCounters;
use crate::wire::barrier::Barrier;
use crate::wire::fault::{Draws, Notes, Seeds};
use crate::wire::flap::Flap;
use crate::wire::flow::Flows;
use crate::wire::frame::{Frame, Received};
use crate::wire::lane::Lane;
use crate::wire::output::{Direction, Output};
use crate::wire::time::Time;

/// All cables that can be impaired.
#[derive(Debug)]
pub(crate) struct Wire {
    seed: u64,
    cables: Vec<Cable>,
    /// When directions have something to do, the first on top. An entry that is not the one in its cable is void.
    agenda: BinaryHeap<Reverse<(Time, usize, usize)>>,
    /// When a carrier may be lost or come back next.
    next_flap: Option<Time>,
}

#[derive(Debug)]
struct Cable {
    flows: Flows,
    lanes: [Lane; 2],
    scheduled: [Option<Time>; 2],
    flap: Flap,
}

impl Wire {
    /// Returns no cables; all draws follow from `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, cables: Vec::new(), agenda: BinaryHeap::new(), next_flap: None }
    }

    /// Adds a cable and returns its number. Its draws depend on its name.
    pub(crate) fn add_cable(
        &mut self,
        name: &str,
        mtu: u32,
        impairments: [Impairment; 2],
    ) -> usize {
        let cable = self.cables.len();
        let mut from = 0;
        let lanes = impairments.map(|impairment| {
            let seeds = Seeds::new(self.seed, name, from);
            let draws = Draws::new(seeds);
            let lane = Lane::new(Direction { cable, from }, mtu, impairment, draws);
            from += 1;
            lane
        });
        let (flows, flap) = (Flows::new(mtu), Flap::default());
        self.cables.push(Cable { flows, lanes, scheduled: [None; 2], flap });
        self.set_flap(cable, Time::default());
        cable
    }

    /// Has happen what has happened before in a direction, and nothing else, instead of what follows from the seed.
    pub(crate) fn replay(&mut self, direction: Direction, fates: &DirectionFates) {
        self.lane_mut(direction).replay(fates);
    }

    /// Returns what has happened by chance in each direction of each cable.
    pub(crate) fn notes(&self) -> impl Iterator<Item = [&Notes; 2]> {
        self.cables
            .iter()
            .map(|Cable { lanes: [first, second], .. }| [first.notes(), second.notes()])
    }

    /// Has the times of outages, flaps and traces count from now on.
    pub(crate) fn start(&mut self, now: Time) {
        for cable in &mut self.cables {
            cable.lanes.iter_mut().for_each(|lane| lane.start(now));
            cable.flap.start(now);
        }
        self.schedule_flaps();
    }

    /// Changes what a direction does to the packets that come next.
    ///
    /// Those that wait for the rate wait for the new one; those that are delayed leave when they were to leave.
    pub(crate) fn set(&mut self, direction: Direction, impairment: Impairment, now: Time) {
        self.lane_mut(direction).set(impairment, now);
        self.schedule(direction);
        self.set_flap(direction.cable, now);
    }

    /// A cable flaps as long as one of its directions has the fault: otherwise, what is set for one would end it.
    fn set_flap(&mut self, cable: usize, now: Time) {
        let Cable { lanes, flap, .. } = &mut self.cables[cable];
        let [first, second] = lanes.each_ref().map(|lane| lane.impairment.flap);
        flap.set(first.or(second), now);
        self.schedule_flaps();
    }

    fn schedule_flaps(&mut self) {
        self.next_flap = self.cables.iter().filter_map(|cable| cable.flap.deadline()).min();
    }

    /// Returns when [`flap`](Self::flap) is to be called next, at the latest.
    pub(crate) fn next_flap(&self) -> Option<Time> {
        self.next_flap
    }

    /// Returns true if a cable has lost its carriers, or has got them back.
    pub(crate) fn flap(&mut self, now: Time) -> bool {
        if self.next_flap.is_none_or(|next| now < next) {
            return false;
        }
        let changed =
            self.cables.iter_mut().filter_map(|cable| cable.flap.advance(now).then_some(()));
        let has_changed = changed.count() > 0;
        self.schedule_flaps();
        has_changed
    }

    /// Returns true while a cable has no carriers.
    pub(crate) fn is_flapped(&self, cable: usize) -> bool {
        self.cables[cable].flap.is_down
    }

    /// Sets what partitions do in a direction from now on. What is underway arrives.
    pub(crate) fn block(&mut self, direction: Direction, barrier: Barrier) {
        self.lane_mut(direction).block(barrier);
    }

    /// Takes a frame that arrived at a cable's end, and sends at once what does not wait.
    pub(crate) fn receive<'a>(
        &mut self,
        direction: Direction,
        arrived: Time,
        frame: Frame<'a>,
        out: &mut impl Output<'a>,
    ) {
        let Cable { flows, lanes, .. } = &mut self.cables[direction.cable];
        let lane = &mut lanes[direction.from];
        lane.receive(flows, arrived, Received::new(frame), out);
        let is_answered = !lane.answers.is_empty();
        self.schedule(direction);
        if is_answered {
            self.answer(direction, arrived, out);
        }
    }

    /// Sends the answers to packets of a direction, as if the far end had sent them.
    fn answer<'a>(&mut self, direction: Direction, arrived: Time, out: &mut impl Output<'a>) {
        let Cable { flows, lanes, .. } = &mut self.cables[direction.cable];
        let back = Direction { from: 1 - direction.from, ..direction };
        for answer in std::mem::take(&mut lanes[direction.from].answers) {
            lanes[back.from].answer(flows, arrived, answer, out);
        }
        // Answers are not answered.
        lanes[back.from].answers.clear();
        self.schedule(back);
    }

    /// Sends everything that leaves until `now`, in order in each direction.
    pub(crate) fn advance(&mut self, now: Time, out: &mut impl Output<'static>) {
        while let Some(&Reverse((due, cable, from))) = self.agenda.peek()
            && due <= now
        {
            self.agenda.pop();
            let direction = Direction { cable, from };
            let scheduled = &mut self.cables[cable].scheduled[from];
            if *scheduled == Some(due) {
                *scheduled = None;
                self.lane_mut(direction).advance(now, out);
                self.schedule(direction);
            }
        }
    }

    /// Returns when [`advance`](Self::advance) is to be called next, at the latest.
    pub(crate) fn next_deadline(&self) -> Option<Time> {
        self.agenda.peek().map(|Reverse((due, ..))| *due)
    }

    /// Returns what happened in a direction.
    pub(crate) fn counters(&self, direction: Direction) -> FaultCounters {
        let flaps = self.cables[direction.cable].flap.count;
        FaultCounters { flaps, ..self.lane(direction).counters }
    }

    /// Returns what rules have done in a direction since they were first active: those that are active now, or others.
    pub(crate) fn rule_counters(
        &self,
        direction: Direction,
        rules: Option<&[PacketRule]>,
    ) -> Vec<RuleCounters> {
        let lane = self.lane(direction);
        lane.rule_counters(rules.unwrap_or(&lane.impairment.rules))
    }

    /// Returns whether the times at which frames arrive matter.
    pub(crate) fn needs_timestamps(&self) -> bool {
        self.cables.iter().flat_map(|cable| &cable.lanes).any(|lane| {
            let Impairment { delay, jitter, rate, trace, outage, .. } = &lane.impairment;
            let is_limited = rate.is_some() || trace.is_some();
            !delay.is_zero() || !jitter.is_zero() || is_limited || outage.is_some()
        })
    }

    fn lane(&self, direction: Direction) -> &Lane {
        &self.cables[direction.cable].lanes[direction.from]
    }

    fn lane_mut(&mut self, direction: Direction) -> &mut Lane {
        &mut self.cables[direction.cable].lanes[direction.from]
    }

    /// Puts a direction on the agenda if it has something to do earlier than it is on it.
    fn schedule(&mut self, Direction { cable, from }: Direction) {
        let Cable { lanes, scheduled, .. } = &mut self.cables[cable];
        if let Some(due) = lanes[from].deadline()
            && scheduled[from].is_none_or(|scheduled| due < scheduled)
        {
            scheduled[from] = Some(due);
            self.agenda.push(Reverse((due, cable, from)));
        }
    }
}
